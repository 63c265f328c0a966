import { beforeEach, describe, expect, test } from 'vitest'
import { listAlerts } from '@/server/alerts/alert-service'
import { beginAnew } from '@/server/alerts/alert-test-figures'
import { ruleDefinitions, ruleKeys } from '@/server/alerts/rule'
import { getRule, listRules, silenceRule, testRule, updateRule } from '@/server/alerts/rule-service'
import { createWebhook, deleteWebhook, listWebhooks, testWebhook, updateWebhook } from '@/server/alerts/webhook-service'
import type { Actor } from '@/server/auth/actor'
import { listEventsAbout } from '@/server/events/event-service'
import { database, takeConnection } from '@/server/platform/database'
import { changeUserRole } from '@/server/users/user-access-service'
import { newActor, system } from '@/server/users/user-test-people'

beforeEach(async () => void (await beginAnew()))

describe('rules', () => {
  test('have their defaults until somebody changes them', async () => {
    const rules = await listRules(system())
    expect(rules.map(({ key }) => key)).toEqual(ruleKeys)
    expect(rules[0]).toMatchObject({ ...ruleDefinitions['slow-response'].defaults, version: 1, silencedUntil: null })
  })

  test('are changed on a version, with an event that says what was and what is', async () => {
    const admin = await newActor('admin')
    const rule = await updateRule(admin, 'p99', 1, { threshold: 500, severity: 'critical' })
    expect(rule).toMatchObject({ threshold: 500, severity: 'critical', forSeconds: 120, version: 2 })
    const [event] = await listEventsAbout(database(), 'p99', 1)
    expect(event).toMatchObject({ action: 'alert-rule.updated', actorId: admin.id, outcome: 'done' })
    expect(event?.changes).toMatchObject([
      { version: 2, before: { threshold: 1000, severity: 'warning' }, after: { threshold: 500, severity: 'critical' } },
    ])
    await expect(updateRule(admin, 'p99', 1, { threshold: 1 })).rejects.toMatchObject({ code: 'version_stale' })
    expect((await getRule(admin, 'p99')).threshold).toBe(500)
  })

  test('by two at once are changed by one', async () => {
    const both = await Promise.allSettled([300, 400].map((threshold) => updateRule(system(), 'p99', 1, { threshold })))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('are not changed by whoever loses the right while they wait for somebody else’s change', async () => {
    const admin = await newActor('admin')
    await updateRule(system(), 'p99', 1, { threshold: 300 })
    const other = await takeConnection()
    await other.query('begin')
    await other.query("select 1 from alert_rules where rule = 'p99' for update")
    const updating = updateRule(admin, 'p99', 2, { threshold: 400 })
    await Promise.all([expect(updating).rejects.toMatchObject({ code: 'forbidden' }), demoteOnceItWaits(admin, other)])
    expect(await getRule(system(), 'p99')).toMatchObject({ threshold: 300, version: 2 })
  })

  test('that stay the same keep their version', async () => {
    expect((await updateRule(system(), 'p99', 1, { threshold: 1000 })).version).toBe(1)
  })

  test('refuse what does not fit, by field', async () => {
    await expect(updateRule(system(), 'disk', 1, { threshold: 200, x: 1 })).rejects.toMatchObject({
      code: 'invalid',
      fields: { threshold: ['Enter at most 100'], x: [expect.anything()] },
    })
    await expect(updateRule(system(), 'moon', 1, {})).rejects.toMatchObject({ code: 'not_found' })
    await expect(silenceRule(system(), 'p99', { until: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(silenceRule(system(), 'p99', { hours: 1e300 })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('are the administrators’', async () => {
    for (const role of ['manager', 'user'] as const) {
      const actor = await newActor(role)
      const tries = [
        () => listRules(actor),
        () => getRule(actor, 'p99'),
        () => updateRule(actor, 'p99', 1, { threshold: 1 }),
        () => silenceRule(actor, 'p99', { hours: 1 }),
        () => testRule(actor, 'p99'),
        () => listWebhooks(actor),
        () => createWebhook(actor, { name: 'Mine', url: 'https://x.example' }),
      ]
      for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect(await listRules(system())).toMatchObject(ruleKeys.map(() => ({ version: 1, silencedUntil: null })))
    expect(await listWebhooks(system())).toEqual([])
    const [refused] = await listEventsAbout(database(), 'p99', 1)
    expect(refused).toMatchObject({ outcome: 'refused', code: 'forbidden' })
  })
})

describe('a test', () => {
  test('of a rule stands in the history as one, is over at once, and goes to every webhook that is on', async () => {
    const { webhook: one } = await createWebhook(system(), { name: 'One', url: 'https://one.example' })
    const { webhook: two } = await createWebhook(system(), { name: 'Two', url: 'https://two.example' })
    await updateWebhook(system(), two.id, 1, { isOn: false })
    await silenceRule(system(), 'p99', { hours: 1 })
    await testRule(system(), 'p99')
    const { alerts } = await listAlerts(system(), { isOpen: false, limit: 5, cursor: null })
    expect(alerts).toMatchObject([{ isTest: true, rule: 'p99', resolvedAt: expect.any(Date) }])
    expect((await listWebhooks(system())).map(({ name, last }) => [name, last?.occasion])).toEqual([
      [one.name, 'test'],
      [two.name, undefined],
    ])
    await expect(testWebhook(system(), two.id)).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a webhook', () => {
  test('shows its secret once, and keeps it out of answers, events and the database', async () => {
    const { webhook, secret } = await createWebhook(system(), { name: 'Chat', url: 'https://x.example/in?key=hush' })
    expect(secret).toMatch(/^roster_webhook_[\w-]{43}$/)
    const rows = await database().execute('select encode(secret, $$escape$$) as kept from webhooks')
    const events = await listEventsAbout(database(), webhook.id, 10)
    const everything = JSON.stringify([await listWebhooks(system()), rows.rows, events])
    expect(everything).not.toContain(secret)
    expect(JSON.stringify(events)).not.toContain('hush')
    const chat = 'https://hooks.example/services/T01/B02/hush-hush'
    await updateWebhook(system(), webhook.id, 1, { url: chat })
    const [changed] = await listEventsAbout(database(), webhook.id, 1)
    expect(changed?.changes).toMatchObject([{ after: { url: 'https://hooks.example/…' } }])
    expect(JSON.stringify(changed)).not.toContain('hush')
  })

  test('is changed on a version, and removed', async () => {
    const { webhook } = await createWebhook(system(), { name: 'Chat', url: 'https://x.example' })
    expect(await updateWebhook(system(), webhook.id, 1, { name: 'Talk' })).toMatchObject({ name: 'Talk', version: 2 })
    await expect(updateWebhook(system(), webhook.id, 1, { name: 'X' })).rejects.toMatchObject({ code: 'version_stale' })
    await expect(deleteWebhook(system(), webhook.id, 1)).rejects.toMatchObject({ code: 'version_stale' })
    await deleteWebhook(system(), webhook.id)
    await expect(deleteWebhook(system(), webhook.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is one of at most twenty', async () => {
    for (let count = 0; count < 20; count++)
      await createWebhook(system(), { name: `${count}`, url: 'https://x.example' })
    await expect(createWebhook(system(), { name: '21', url: 'https://x.example' })).rejects.toMatchObject({
      code: 'invalid',
    })
  })
})

type Connection = Awaited<ReturnType<typeof takeConnection>>

async function demoteOnceItWaits({ id }: Actor, holder: Connection): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%alert_rules%'
    and datname = current_database()`
  await expect.poll(async () => (await database().execute(waiting)).rowCount).toBe(1)
  await changeUserRole(system(), id ?? '', 'user')
  await holder.query('commit')
  holder.release()
}

import { eq } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { events, followers } from '@/drizzle/schema'
import type { OpenAlert } from '@/server/alerts/alert'
import { acknowledgeAlert, listAlerts } from '@/server/alerts/alert-service'
import { beginAnew, memory, moveTo, tell } from '@/server/alerts/alert-test-figures'
import { watchAlerts } from '@/server/alerts/alert-watch-service'
import { getRule, silenceRule, updateRule } from '@/server/alerts/rule-service'
import { createWebhook, listWebhooks } from '@/server/alerts/webhook-service'
import { clock } from '@/server/clock'
import { database, takeConnection } from '@/server/platform/database'
import { newActor, system } from '@/server/users/user-test-people'

let first: number
beforeEach(async () => {
  first = await beginAnew()
  const { version } = await getRule(system(), 'memory')
  await updateRule(system(), 'memory', version, { threshold: 100, forSeconds: 3 })
  moveTo(first - 1)
  await watchAlerts()
})
afterAll(() => clock.move(0))

/** These seconds are told and looked at, one after another. */
async function live(from: number, values: number[]): Promise<void> {
  for (const [index, value] of values.entries()) {
    await tell(from + index, memory(value))
    moveTo(from + index)
    await watchAlerts()
  }
}
const all = async (): Promise<OpenAlert[]> =>
  (await listAlerts(system(), { isOpen: false, limit: 50, cursor: null })).alerts
const open = async () => (await listAlerts(system(), { isOpen: true, limit: 50, cursor: null })).alerts
const told = async (action: 'alert.fired' | 'alert.resolved') =>
  database()
    .select({ subjectId: events.subjectId, details: events.details })
    .from(events)
    .where(eq(events.action, action))
const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value)

describe('an alert', () => {
  test('fires after as many seconds as the rule says and not before, with its figures', async () => {
    await live(first, [50, 150, 170])
    expect(await all()).toEqual([])
    await live(first + 3, [160])
    expect(await all()).toMatchObject([
      { rule: 'memory', severity: 'warning', figure: 160, worst: 170, threshold: 100, instance: 'a', resolvedAt: null },
    ])
    expect((await all())[0]?.beganAt).toEqual(new Date((first + 1) * 1000))
    expect((await all())[0]?.firedAt).toEqual(new Date((first + 4) * 1000))
  })

  test('does not flap about its threshold, and resolves well below it', async () => {
    await live(first, [150, 150, 150, 95, 105, 95, 99, 101, 95, 95, 95, 95])
    expect(await open()).toHaveLength(1)
    await live(first + 12, [90, 85, 80])
    expect(await all()).toMatchObject([{ resolvedFigure: 80, resolvedAt: new Date((first + 15) * 1000) }])
    await live(first + 15, [80, 95, 80])
    expect(await all()).toHaveLength(1)
  })

  test('keeps the worst figure while it goes on', async () => {
    await live(first, [150, 150, 150, 400, 200])
    expect(await all()).toMatchObject([{ figure: 150, worst: 400 }])
  })

  test('and its end are each an event of the system, once', async () => {
    const before = [await told('alert.fired'), await told('alert.resolved')].map((each) => each.length)
    await live(first, [150, 150, 150, 10, 10, 10, 10])
    const [alert] = await all()
    const after = [await told('alert.fired'), await told('alert.resolved')]
    expect(after.map((each) => each.length)).toEqual(before.map((count) => count + 1))
    expect(after.map((each) => each.at(-1)?.subjectId)).toEqual([alert?.id, alert?.id])
  })

  test('ends when its rule is switched off', async () => {
    await live(first, [150, 150, 150])
    const { version } = await getRule(system(), 'memory')
    await updateRule(system(), 'memory', version, { isOn: false })
    await live(first + 3, [150])
    expect(await all()).toMatchObject([{ resolvedFigure: null, resolvedAt: expect.any(Date) }])
  })
})

describe('several instances', () => {
  test('at once make one alert, one event and one delivery', async () => {
    await createWebhook(system(), { name: 'Chat', url: 'http://127.0.0.1:9/' })
    const before = (await told('alert.fired')).length
    for (let second = first; second < first + 5; second++) await tell(second, memory(150))
    moveTo(first + 4)
    await Promise.all(times(8, null).map(() => watchAlerts()))
    while (await watchAlerts());
    expect(await all()).toHaveLength(1)
    expect((await told('alert.fired')).length).toBe(before + 1)
  })

  test('take over from one that stands still, and no second is looked at twice', async () => {
    const holder = await takeConnection()
    await holder.query('begin')
    await holder.query('select pg_advisory_xact_lock(7263503)')
    await live(first, [150, 150, 150])
    expect(await all()).toEqual([])
    // Its connection goes, as when the instance is killed
    holder.release(true)
    await expect
      .poll(async () => {
        await watchAlerts()
        return (await all()).length
      })
      .toBe(1)
    expect((await all())[0]?.firedAt).toEqual(new Date((first + 3) * 1000))
  })

  test('are told apart: the worst one is named', async () => {
    for (let second = first; second < first + 3; second++) {
      await tell(second, memory(20), 'a')
      await tell(second, memory(300), 'b')
    }
    moveTo(first + 2)
    await watchAlerts()
    expect(await all()).toMatchObject([{ instance: 'b', figure: 300 }])
  })
})

describe('the position', () => {
  test('is where one goes on after a crash: every second once, in order', async () => {
    await live(first, [150, 150])
    // Minutes later: a second that was over the threshold is found, and the one that ended it too
    for (let second = first + 2; second < first + 150; second++)
      await tell(second, memory(second < first + 4 ? 150 : 10))
    moveTo(first + 149)
    while (await watchAlerts());
    expect(await all()).toMatchObject([
      { firedAt: new Date((first + 3) * 1000), resolvedAt: new Date((first + 7) * 1000) },
    ])
  })

  test('waits for figures that come late, and not for ever', async () => {
    await live(first, [150, 150])
    moveTo(first + 10)
    await watchAlerts()
    // The database was away: what was measured meanwhile comes now
    for (let second = first + 2; second < first + 11; second++) await tell(second, memory(150))
    await watchAlerts()
    expect((await all())[0]?.firedAt).toEqual(new Date((first + 3) * 1000))
    const positionOf = async () =>
      (await database().select().from(followers).where(eq(followers.name, 'alerts')))[0]?.position
    moveTo(first + 20)
    await watchAlerts()
    expect(await positionOf()).toMatchObject({ second: first + 10 })
    moveTo(first + 40)
    await watchAlerts()
    expect(await positionOf()).toMatchObject({ second: first + 40 })
    // Nothing is known of those, so nothing was resolved
    expect(await open()).toHaveLength(1)
  })

  test('of a clock that was set back is not waited for', async () => {
    await live(first, [10])
    moveTo(first - 200)
    await watchAlerts()
    await live(first - 199, [150, 150, 150])
    expect(await open()).toHaveLength(1)
  })
})

describe('a silenced rule', () => {
  const waiting = async () => (await listWebhooks(system()))[0]?.last?.occasion ?? null

  test('fires into the history and sends nothing, and tells what outlasts the silence', async () => {
    await createWebhook(system(), { name: 'Chat', url: 'http://127.0.0.1:9/' })
    await silenceRule(system(), 'memory', { until: new Date((first + 6) * 1000 + 200).toISOString() })
    await live(first, [150, 150, 150])
    expect(await open()).toMatchObject([{ isSilenced: true }])
    expect(await waiting()).toBeNull()
    await live(first + 3, times(4, 150))
    expect(await open()).toMatchObject([{ isSilenced: false }])
    expect(await waiting()).toBe('fired')
  })

  test('that is over before the silence was never told', async () => {
    await createWebhook(system(), { name: 'Chat', url: 'http://127.0.0.1:9/' })
    await silenceRule(system(), 'memory', { hours: 1 })
    await live(first, [150, 150, 150, 10, 10, 10])
    expect(await all()).toMatchObject([{ resolvedAt: expect.any(Date) }])
    expect(await waiting()).toBeNull()
  })

  test('lets those who were told of the beginning hear of the end', async () => {
    await createWebhook(system(), { name: 'Chat', url: 'http://127.0.0.1:9/' })
    await live(first, [150, 150, 150])
    await silenceRule(system(), 'memory', { hours: 8 })
    await live(first + 3, [10, 10, 10])
    expect(await waiting()).toBe('resolved')
  })
})

describe('acknowledging', () => {
  test('by two at once names one, and tells the other', async () => {
    await live(first, [150, 150, 150])
    const [alert] = await open()
    const [ada, bob] = [await newActor('admin'), await newActor('admin')]
    const both = await Promise.allSettled([ada, bob].map((actor) => acknowledgeAlert(actor, alert?.id ?? '')))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' })
    const winner = both[0]?.status === 'fulfilled' ? ada : bob
    expect((await open())[0]?.acknowledgedBy).toContain(winner.email)
  })

  test('is for administrators, and for what is not over', async () => {
    await live(first, [150, 150, 150])
    const id = (await open())[0]?.id ?? ''
    for (const role of ['manager', 'user'] as const) {
      await expect(acknowledgeAlert(await newActor(role), id)).rejects.toMatchObject({ code: 'forbidden' })
      await expect(listAlerts(await newActor(role), { isOpen: true, limit: 1, cursor: null })).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
    expect((await open())[0]?.acknowledgedBy).toBeNull()
    await live(first + 3, [10, 10, 10])
    await expect(acknowledgeAlert(system(), id)).rejects.toMatchObject({ code: 'conflict' })
  })
})

test('the history is paged there and back', async () => {
  for (let round = 0; round < 5; round++) await live(first + round * 6, [150, 150, 150, 10, 10, 10])
  const ids = (await all()).map(({ id }) => id)
  expect(ids).toHaveLength(5)
  const page = (cursor: string | null) => {
    const [towards, id] = cursor?.split('.') ?? []
    const read = towards === 'older' || towards === 'newer' ? ({ towards, id: id ?? '' } as const) : null
    return listAlerts(system(), { isOpen: false, limit: 2, cursor: read })
  }
  const one = await page(null)
  const two = await page(one.next)
  const three = await page(two.next)
  expect([...one.alerts, ...two.alerts, ...three.alerts].map(({ id }) => id)).toEqual(ids)
  expect([one.previous, three.next]).toEqual([null, null])
  expect((await page(three.previous)).alerts.map(({ id }) => id)).toEqual(ids.slice(2, 4))
})

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestFrom } from '@/server/auth/auth-test-people'
import { clock } from '@/server/clock'
import { eventFeed } from '@/server/events/event-feed'
import { addEvent, until } from '@/server/events/feed-fixture'
import { takeFigures } from '@/server/measure'
import { database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'
import { cachedSettings, getSettings, updateSettings } from '@/server/settings/settings-service'
import { createToken, findActorByBearer } from '@/server/tokens/token-service'
import { newActor, system } from '@/server/users/user-test-people'

beforeAll(() => eventFeed().start())
afterAll(() => eventFeed().stop())

const hits = () => takeFigures().counters['cache.hits|settings'] ?? 0
const isWarm = async () => {
  await cachedSettings()
  hits()
  await cachedSettings()
  return hits() === 1
}

/** As another instance does it: row and event, and nothing that this process would notice. */
async function changeElsewhere(sessionDays: number): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.execute(sql`update settings set value = value || ${JSON.stringify({ sessionDays })}::jsonb,
      version = version + 1, updated_at = ${clock.now().toISOString()}`)
    await addEvent('settings', '', tx)
  })
}

test('settings are answered from memory, and one’s own change shows at once', async () => {
  const admin = await newActor('admin')
  await until(isWarm)
  const { value, version } = await getSettings(admin)
  const saved = await updateSettings(admin, version, { ...value, sessionDays: 11 })
  expect((await cachedSettings()).sessionDays).toBe(11)
  expect(saved.version).toBe(version + 1)
})

test('a change on another instance shows within a second', async () => {
  await until(isWarm)
  for (const days of [12, 13, 14]) {
    await changeElsewhere(days)
    const committedAt = performance.now()
    let now = await cachedSettings()
    while (now.sessionDays !== days) {
      expect(performance.now() - committedAt).toBeLessThan(1000)
      await sleep(5)
      now = await cachedSettings()
    }
  }
})

test('to who has changed them elsewhere it shows with their next request', async () => {
  const { id } = await newActor('admin')
  const { token } = await createToken(system(), { userId: id ?? '', name: randomUUID(), expiresInDays: 1 })
  for (let round = 0; round < 20; round++) {
    await until(isWarm)
    await changeElsewhere(20 + round)
    await findActorByBearer(token, requestFrom())
    expect((await cachedSettings()).sessionDays).toBe(20 + round)
  }
})

test('while the feed does not run, every look is into the database', async () => {
  await until(isWarm)
  await eventFeed().stop()
  await sleep(1050)
  for (const days of [41, 42]) {
    await changeElsewhere(days)
    expect((await cachedSettings()).sessionDays).toBe(days)
  }
  eventFeed().start()
  await until(isWarm)
  expect((await cachedSettings()).sessionDays).toBe(42)
  expect(await database().$count(sql`settings`)).toBe(1)
})

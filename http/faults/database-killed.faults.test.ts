import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { provideEnv } from '@/server/env'
import { closeDatabase } from '@/server/platform/database'
import { embeddedPostgresUrls } from '@/server/platform/embedded-postgres'
import { type OpenedStream, openStream } from '../performance-fixture'
import { type Answer, ask } from './asking-fixture'
import { type Console, endConsoles, startConsole } from './console-fixture'
import { newEmail, type SignedIn, signedIn, tell } from './people-fixture'

// The console as it is installed: with a database of its own, which is killed while people write

vi.setConfig({ testTimeout: 150_000, hookTimeout: 300_000 })
const backWithinMs = 30_000
const kills = 4

let roster: Console
let admin: SignedIn
let stream: OpenedStream
beforeAll(async () => {
  roster = await startConsole()
  await closeDatabase()
  provideEnv({ DATABASE_URL: embeddedPostgresUrls(roster.dataDir).webUrl })
  admin = await signedIn()
  await closeDatabase()
  stream = await openStream(Number(new URL(roster.url).port), '/api/performance/stream?range=5m', admin.byCookie)
})
afterAll(() => endConsoles())

test('kill -9 of PostgreSQL under writes loses none that was confirmed, and it comes back by itself', async () => {
  const written: Array<{ email: string; answer: Answer }> = []
  let isOver = false
  const writing = Promise.all(
    Array.from({ length: 8 }, async () => {
      while (!isOver) {
        const email = newEmail()
        const body = { name: 'Written', email }
        const answer = await ask(`${roster.url}/api/v1/users`, { method: 'POST', headers: admin.byToken, body })
        written.push({ email, answer })
        if (answer.status !== 201) await sleep(50)
      }
    }),
  )
  const backMs: number[] = []
  for (let round = 0; round < kills; round++) {
    await sleep(1500 + Math.random() * 1000)
    const before = count(written, 201)
    process.kill(postmaster(), 'SIGKILL')
    const killedAt = performance.now()
    while (count(written, 201) < before + 20) {
      await sleep(20)
      // Sooner than this test gives up
      if (performance.now() - killedAt > backWithinMs + 5000) break
    }
    backMs.push(Math.round(performance.now() - killedAt))
  }
  isOver = true
  await writing

  const there = await createdPeople()
  const confirmed = written.filter(({ answer }) => answer.status === 201)
  const undone = written.filter(({ answer }) => answer.body.includes('Nothing was changed'))
  tell('kill -9 of PostgreSQL', {
    confirmed: confirmed.length,
    refused: count(written, 503),
    unknown: written.length - confirmed.length - undone.length,
    backMs,
    slowestMs: Math.max(...written.map(({ answer }) => answer.ms)),
  })
  expect([...new Set(written.map(({ answer }) => answer.status))].sort()).toEqual([201, 503])
  expect(confirmed.length).toBeGreaterThan(100)
  expect(confirmed.filter(({ email }) => !there.has(email))).toEqual([])
  expect(undone.filter(({ email }) => there.has(email))).toEqual([])
  // Each with one record of its making, no more and no less
  expect([...there.values()].filter((records) => records !== 1)).toEqual([])
  expect(Math.max(...backMs)).toBeLessThan(backWithinMs)
  expect(roster.child.exitCode).toBe(null)
  const errors = roster.log.filter(({ level, msg }) => level === 'error' && msg !== 'an event could not be recorded')
  expect(errors).toEqual([])

  const heard = stream.messages.length
  await stream.until((messages) => messages.length > heard + 1, 15_000)
  expect(stream.messages.some(({ event }) => event === 'reconnect')).toBe(false)
  stream.close()
})

const count = (written: Array<{ answer: Answer }>, status: number) =>
  written.filter(({ answer }) => answer.status === status).length

function postmaster(): number {
  const home = realpathSync(join(roster.dataDir, 'postgres'))
  return Number(readFileSync(join(home, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
}

/** By e-mail: how many events tell of the making. */
async function createdPeople(): Promise<Map<string, number>> {
  const client = new pg.Client(embeddedPostgresUrls(roster.dataDir).ownerUrl)
  await client.connect()
  const { rows } = await client.query<{ email: string; records: number }>(
    `select email, (select count(*)::int from events where subject_id = users.id::text and action = 'user.created' and
     outcome = 'done') as records from users`,
  )
  await client.end()
  return new Map(rows.map(({ email, records }) => [email, records]))
}

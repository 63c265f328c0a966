import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testDatabase } from '@/drizzle/test-database'
import { endSession } from '@/server/sessions/session-service'
import { revokeToken } from '@/server/tokens/token-service'
import { changeUserRole, lockUser, suspendUser } from '@/server/users/user-access-service'
import { deleteUser } from '@/server/users/user-service'
import { system } from '@/server/users/user-test-people'
import { type OpenedStream, openStream } from '../performance-fixture'
import { ask } from './asking-fixture'
import { type Console, endConsoles, startConsole } from './console-fixture'
import { type SignedIn, signedIn, tell } from './people-fixture'

// Whoever may no longer see something is told nothing more: on both instances, by what is open and by what is asked

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 })

/** The promise is 1 s. Each instance looks every 500 ms; the rest is for a machine whose two cores others use too. */
const endedWithinMs = 1000
const noiseMs = 500
const rounds = 3
const performancePath = '/api/performance/stream?range=5m'
const paths = [performancePath, '/api/events']

let consoles: Console[]
beforeAll(async () => {
  const { webUrl, ownerUrl } = testDatabase()
  const address = { DATABASE_URL: webUrl, DATABASE_OWNER_URL: ownerUrl }
  consoles = [await startConsole(address)]
  consoles.push(await startConsole(address))
})
afterAll(() => endConsoles())

type Way = 'byCookie' | 'byToken'
const both: Way[] = ['byCookie', 'byToken']
const endings: Array<{ ending: string; ways: Way[]; end: (person: SignedIn) => Promise<unknown> }> = [
  { ending: 'an ended session', ways: ['byCookie'], end: ({ sessionId }) => endSession(system(), sessionId) },
  { ending: 'a revoked token', ways: ['byToken'], end: ({ tokenId }) => revokeToken(system(), tokenId) },
  { ending: 'a suspension', ways: both, end: ({ user }) => suspendUser(system(), user.id, 'Faults') },
  { ending: 'a lock', ways: both, end: ({ user }) => lockUser(system(), user.id, 'Faults') },
  { ending: 'a lower role', ways: both, end: ({ user }) => changeUserRole(system(), user.id, 'user') },
  { ending: 'a deletion', ways: both, end: ({ user }) => deleteUser(system(), user.id, user.version) },
]

test.each(endings)(
  '$ending ends requests at once and streams within 1 s, on both instances',
  async ({ ending, ways, end }) => {
    const slowest: number[] = []
    for (let round = 0; round < rounds; round++) {
      const person = await signedIn()
      const streams = await Promise.all(
        ways.flatMap((way) => consoles.flatMap((each) => paths.map((path) => watch(each, path, person[way])))),
      )
      const other = await signedIn()
      const untouched = await watch(consoles[round % 2] as Console, performancePath, other.byCookie)
      // At any moment between two looks
      await sleep(Math.random() * 500)
      await end(person)
      const endedAt = performance.now()
      const asked = await Promise.all(
        ways.flatMap((way) => consoles.map(({ url }) => ask(`${url}/api/v1/performance`, { headers: person[way] }))),
      )
      expect(asked.every(({ status }) => status === 401 || status === 403)).toBe(true)
      await Promise.race([Promise.all(streams.map(({ ended }) => ended)), sleep(5000)])
      slowest.push(Math.round(performance.now() - endedAt))
      // Those whom it is not about go on
      const heard = untouched.messages.length
      await untouched.until((messages) => messages.length > heard, 5000)
      untouched.close()
    }
    tell(`streams after ${ending}`, { endedWithinMs: slowest })
    expect(Math.max(...slowest)).toBeLessThan(endedWithinMs + noiseMs)
  },
)

async function watch({ url }: Console, path: string, headers: Record<string, string>): Promise<OpenedStream> {
  const stream = await openStream(Number(new URL(url).port), path, headers)
  expect(stream.status).toBe(200)
  await stream.until((messages) => messages.length > 0)
  return stream
}

import { execFileSync } from 'node:child_process'
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { provideEnv } from '@/server/env'
import { closeDatabase } from '@/server/platform/database'
import { embeddedPostgresUrls } from '@/server/platform/embedded-postgres'
import { type Answer, ask } from './asking-fixture'
import { type Console, endConsoles, startConsole } from './console-fixture'
import { newEmail, type SignedIn, signedIn, tell } from './people-fixture'

// The console’s own database on a disk of its own, a small one in memory, which somebody fills up.
// To mount one takes root on Linux: elsewhere this is not run, and says so

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 })
const backWithinMs = 10_000
const answeredWithinMs = 7500
const disk = mkdtempSync(join(tmpdir(), 'roster-test-disk-'))
const canMount = mounted()

let roster: Console
let admin: SignedIn
beforeAll(async () => {
  if (!canMount) return
  const dataDir = mkdtempSync(join(tmpdir(), 'roster-test-faults-'))
  const home = join(disk, 'home')
  mkdirSync(home, { mode: 0o700 })
  const { uid, gid } = postgresUser()
  chownSync(disk, uid, gid)
  chownSync(home, uid, gid)
  symlinkSync(home, join(dataDir, 'postgres'))
  roster = await startConsole({ ROSTER_DATA_DIR: dataDir })
  await closeDatabase()
  provideEnv({ DATABASE_URL: embeddedPostgresUrls(dataDir).webUrl })
  admin = await signedIn()
  await closeDatabase()
})
afterAll(async () => {
  await endConsoles()
  if (canMount) execFileSync('umount', ['--lazy', disk])
  rmSync(disk, { recursive: true, force: true })
})

test.skipIf(!canMount)('a full disk refuses what would be written, says so, and harms nothing', async () => {
  const written: Array<{ email: string; answer: Answer }> = []
  const write = async () => {
    const email = newEmail()
    // Long, so that the room that is left does not last
    const body = { name: 'N'.repeat(100), email }
    const answer = await ask(`${roster.url}/api/v1/users`, { method: 'POST', headers: admin.byToken, body })
    written.push({ email, answer })
    return answer
  }
  const look = async () => {
    const [health, ready, page, read] = await Promise.all([
      ask(`${roster.url}/healthz`),
      ask(`${roster.url}/readyz`),
      ask(`${roster.url}/users`, { headers: admin.byCookie }),
      ask(`${roster.url}/api/v1/users`, { headers: admin.byToken }),
    ])
    return { health, ready, page, read }
  }
  for (let at = 0; at < 20; at++) expect((await write()).status).toBe(201)

  fillUp()
  const filledAt = performance.now()
  while ((await write()).status === 201 && performance.now() - filledAt < 40_000) fillUp()
  const untilRefusedMs = Math.round(performance.now() - filledAt)
  const looks: Array<Awaited<ReturnType<typeof look>>> = []
  for (const until = performance.now() + 8000; performance.now() < until; ) {
    fillUp()
    await write()
    looks.push(await look())
    await sleep(200)
  }
  rmSync(join(disk, 'ballast'))
  const freedAt = performance.now()
  for (;;) {
    const { ready, page } = await look()
    if (ready.status === 200 && page.status === 200 && (await write()).status === 201) break
    if (performance.now() - freedAt > 30_000) break
    await sleep(100)
  }
  const backMs = Math.round(performance.now() - freedAt)
  tell('full disk', {
    untilRefusedMs,
    writes: statuses(written.map(({ answer }) => answer)),
    ...Object.fromEntries(
      (['health', 'ready', 'page', 'read'] as const).map((kind) => [kind, statuses(looks.map((all) => all[kind]))]),
    ),
    slowestMs: Math.max(...looks.flatMap((all) => Object.values(all).map(({ ms }) => ms))),
    backMs,
  })

  expect(statuses(looks.map(({ health }) => health))).toEqual({ 200: looks.length })
  expect(Object.keys(statuses(written.map(({ answer }) => answer))).sort()).toEqual(['201', '503'])
  for (const all of looks) {
    for (const { status, ms } of Object.values(all)) {
      expect([200, 503]).toContain(status)
      expect(ms).toBeLessThan(answeredWithinMs)
    }
  }
  expect(statuses(looks.slice(5).map(({ ready }) => ready))).toEqual({ 503: looks.length - 5 })
  expect(backMs).toBeLessThan(backWithinMs)
  const there = await emails()
  const of = (is: (answer: Answer) => boolean) => written.filter(({ answer }) => is(answer)).map(({ email }) => email)
  expect(of(({ status }) => status === 201).filter((email) => !there.has(email))).toEqual([])
  expect(of(({ body }) => body.includes('Nothing was changed')).filter((email) => there.has(email))).toEqual([])
  expect(roster.child.exitCode).toBe(null)
})

/** Every byte that is left, but for those that are written at this moment. */
function fillUp(): void {
  for (const size of [1 << 20, 1 << 12]) {
    const { bavail, bsize } = statfsSync(disk)
    try {
      if (bavail * bsize >= size) writeFileSync(join(disk, 'ballast'), Buffer.alloc(bavail * bsize), { flag: 'a' })
    } catch {
      // Full, which is what is wanted
    }
  }
}

function mounted(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200m,mode=0755', 'roster-faults', disk], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

/** As whom the embedded database runs under root; there, since the tests’ own database is one. */
function postgresUser(): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('roster-postgres:'))
  const [, , uid, gid] = line?.split(':') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

function statuses(answers: Answer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

async function emails(): Promise<Set<string>> {
  const client = new pg.Client(embeddedPostgresUrls(roster.dataDir).ownerUrl)
  await client.connect()
  const { rows } = await client.query<{ email: string }>('select email from users')
  await client.end()
  return new Set(rows.map(({ email }) => email))
}

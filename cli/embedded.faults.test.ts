import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rosterOn, runRoster, startRoster } from './roster-fixture'

// The command line on the embedded database: alone, beside a server, cut short

let dataDir: string
let settings: Record<string, string>
let roster: ReturnType<typeof rosterOn>['roster']
let json: ReturnType<typeof rosterOn>['json']

// Builds the program, so that no test waits for it
beforeAll(async () => void (await runRoster(['help'], {})))
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'roster-test-cli-'))
  settings = { ROSTER_DATA_DIR: dataDir, DATABASE_URL: '', DATABASE_OWNER_URL: '', AUTH_SECRET: '', LOG_LEVEL: '' }
  ;({ roster, json } = rosterOn(settings))
})
afterEach(() => {
  // The database of a test that root runs lies elsewhere
  if (existsSync(join(dataDir, 'postgres'))) {
    rmSync(realpathSync(join(dataDir, 'postgres')), { recursive: true, force: true })
  }
  rmSync(dataDir, { recursive: true, force: true })
})

/** Its pid file is there exactly as long as the database is. */
const isRunning = () => existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))

/** Stands for the server: a program that uses the embedded database until it is told to end. */
async function startServer() {
  const program = ['--import', 'tsx', 'server/platform/embedded-postgres.program.ts', dataDir]
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, NODE_ENV: 'production' as const }
  const child = spawn(process.execPath, program, { env })
  for await (const said of child.stdout) if (String(said).includes('ready')) break
  return {
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

describe('where no server runs', () => {
  test('a first command makes the database, and stops it at its end; the next one finds what was done', async () => {
    const user = await json(['create', 'Ada Lovelace', 'ada@roster.test'])
    expect(isRunning()).toBe(false)
    expect(await json(['get', 'ada@roster.test'])).toEqual(user)
    expect(isRunning()).toBe(false)
  })

  test('it is stopped after what was refused', async () => {
    expect((await roster(['get', 'nobody@roster.test'])).code).toBe(1)
    expect(isRunning()).toBe(false)
  })

  test('several commands at once share it, and the last one stops it', async () => {
    const names = ['a', 'b', 'c', 'd']
    const made = await Promise.all(names.map((name) => roster(['create', name, `${name}@roster.test`])))
    expect(made.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(['0', '0', '0', '0'])
    expect(isRunning()).toBe(false)
    expect((await json(['list'])).data).toHaveLength(4)
  })

  test('the doctor looks, and makes nothing', async () => {
    const { code, stdout } = await roster(['doctor'])
    expect(code).toBe(1)
    expect(stdout).toContain('There is no database')
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
    await roster(['migrate'])
    const found = JSON.parse((await roster(['doctor', '--json'])).stdout)
    const isWrong = (check: { state: string }) => check.state === 'wrong'
    expect(found.checks.filter(isWrong)).toMatchObject([{ name: 'administrator' }])
    expect(isRunning()).toBe(false)
  })
})

describe('beside a server', () => {
  test('a command uses the same database, and leaves it running', async () => {
    const server = await startServer()
    await json(['create', 'Ada Lovelace', 'ada@roster.test'])
    expect(isRunning()).toBe(true)
    expect((await json(['list'])).data).toHaveLength(1)
    await server.stop()
    expect(isRunning()).toBe(false)
  })

  test('that ends meanwhile, a command goes on, and stops the database itself', async () => {
    const server = await startServer()
    await roster(['migrate'])
    const seeding = startRoster(['seed', '--users', '60000', '--json'], settings)
    const ended = once(seeding, 'close')
    let stdout = ''
    seeding.stdout.on('data', (data) => {
      stdout += data
    })
    await sleep(2500)
    expect(seeding.exitCode, 'too quick to be overtaken').toBe(null)
    await server.stop()
    const [code] = await ended
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ total: 60_000, made: 60_000 })
    expect(isRunning()).toBe(false)
  })
})

describe('cut short', () => {
  async function interrupted(signal: NodeJS.Signals, afterMs: number) {
    const child = startRoster(['seed', '--users', '200000'], settings)
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data) => {
      stdout += data
    })
    child.stderr.on('data', (data) => {
      stderr += data
    })
    await sleep(afterMs)
    const since = performance.now()
    const ended = once(child, 'close')
    child.kill(signal)
    // npm passes it on once more
    await sleep(20)
    child.kill(signal)
    const [code] = await ended
    return { code, stdout, stderr, ms: performance.now() - since }
  }

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s it ends with %i, stops the database, and says nothing wrong', async (signal, expected) => {
    await roster(['migrate'])
    const { code, stdout, stderr, ms } = await interrupted(signal, 3000)
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' })
    expect(stderr.replace(/^\d+ of 200000 made-up people\n/gm, '')).toBe('')
    expect(ms).toBeLessThan(15_000)
    expect(isRunning()).toBe(false)
    // Whole batches or nothing, each person with the event of the creation
    const { count } = await json(['list', '--deleted', 'with', '--count', 'exact'])
    expect(count.value % 2000).toBe(0)
    expect(await json(['seed', '--users', '2000'])).toMatchObject({ total: 2000 })
  })

  test.each([50, 300, 800, 1500])('while the database is being made, %i ms after the start', async (afterMs) => {
    const { code } = await interrupted('SIGINT', afterMs)
    // Before our own program is there, the signal ends node itself
    expect([130, null]).toContain(code)
    expect(isRunning()).toBe(false)
    expect(await json(['list'])).toMatchObject({ data: expect.any(Array) })
  })

  test('by kill -9 it leaves the database running, which the next command finds and stops', async () => {
    await roster(['migrate'])
    const child = startRoster(['seed', '--users', '200000'], settings)
    await sleep(2500)
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(await json(['list', '--limit', '1'])).toMatchObject({ page: { limit: 1 } })
    expect(isRunning()).toBe(false)
  })
})

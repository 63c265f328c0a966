import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { type EmbeddedPostgres, embeddedPostgresUrls, startEmbeddedPostgres } from './embedded-postgres'

const isRoot = process.getuid?.() === 0
const program = join(import.meta.dirname, 'embedded-postgres.program.ts')
const cleaning: (() => unknown)[] = []

afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

describe('a database that is killed', () => {
  test('comes back within 30 s at its address, without losing a write that it confirmed', async () => {
    const { dataDir, postgres } = await started()
    const confirmed: number[] = []
    let isWriting = true
    await query(postgres.ownerUrl, 'create table written (number int primary key)')
    await query(postgres.ownerUrl, 'grant all on written to roster_web')
    const writing = (async () => {
      for (let number = 0; isWriting; number += 1) {
        await query(postgres.webUrl, `insert into written values (${number})`).then(
          () => confirmed.push(number),
          () => sleep(20),
        )
      }
    })()
    for (let round = 0; round < 3; round += 1) {
      await sleep(500)
      process.kill(postmaster(dataDir), 'SIGKILL')
      await eventually(() => query(postgres.webUrl, 'select 1'))
    }
    isWriting = false
    await writing
    const rows = await query(postgres.webUrl, 'select number from written')
    expect(confirmed.length).toBeGreaterThan(10)
    expect(confirmed.filter((number) => !rows.some((row) => row.number === number))).toEqual([])
  })

  test('comes back though one of its processes is too busy to notice', async () => {
    const { dataDir, postgres } = await started()
    const busy = query(postgres.webUrl, 'select count(*) from generate_series(1, 100000000000)').catch(() => {})
    await sleep(500)
    process.kill(postmaster(dataDir), 'SIGKILL')
    await eventually(() => query(postgres.webUrl, 'select 1'))
    await busy
  })

  test('is still supervised after it has come back, and stops when it is told to', async () => {
    const { dataDir, postgres } = await started()
    for (let round = 0; round < 2; round += 1) {
      process.kill(postmaster(dataDir), 'SIGKILL')
      await eventually(() => query(postgres.webUrl, 'select 1'))
    }
    await postgres.stop()
    await sleep(1000)
    expect(existsSync(pidFile(dataDir))).toBe(false)
  })
})

describe('a program that is killed', () => {
  test('leaves a database that the next one joins and stops', async () => {
    const dataDir = newDirectory(tmpdir())
    const first = await runningProgram(dataDir)
    const pid = postmaster(dataDir)
    await ended(first, 'SIGKILL')
    const next = await startEmbeddedPostgres({ dataDir })
    expect(postmaster(dataDir)).toBe(pid)
    await next.stop()
    expect(existsSync(pidFile(dataDir))).toBe(false)
  })

  test('in the middle of making the database leaves nothing that the next one trips over', async () => {
    const dataDir = newDirectory(tmpdir())
    const first = startProgram(dataDir)
    await eventually(async () => {
      const drafts = readdirSync(home(dataDir)).filter((name) => name.startsWith('cluster'))
      expect(drafts.some((name) => existsSync(join(home(dataDir), name, 'PG_VERSION')))).toBe(true)
    })
    // With initdb, as a power cut would; else it ends what it has begun
    process.kill(-(first.pid ?? 0), 'SIGKILL')
    const next = await startEmbeddedPostgres({ dataDir })
    expect(await query(next.webUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await next.stop()
    const afterwards = await startEmbeddedPostgres({ dataDir })
    await afterwards.stop()
    expect(readdirSync(home(dataDir)).filter((name) => name.startsWith('cluster.'))).toEqual([])
  })
})

describe('Ctrl-C at the terminal of a program', () => {
  test('does not reach the database, which the program still needs', async () => {
    const dataDir = newDirectory(tmpdir())
    const running = await runningProgram(dataDir)
    const pid = postmaster(dataDir)
    const interrupted = new Promise<void>((resolve) => {
      running.stdout?.on('data', (data) => String(data).includes('interrupted') && resolve())
    })
    // The terminal sends it to the whole process group, whose number is that of its first process
    process.kill(-(running.pid ?? 0), 'SIGINT')
    await interrupted
    await sleep(1000)
    expect(postmaster(dataDir)).toBe(pid)
  })
})

describe('two programs that start at once', () => {
  test('share one database, and the last one to go stops it', async () => {
    const dataDir = newDirectory(tmpdir())
    const [first, second] = await Promise.all([runningProgram(dataDir), runningProgram(dataDir)])
    const pid = postmaster(dataDir)
    await ended(first, 'SIGTERM')
    expect(postmaster(dataDir)).toBe(pid)
    expect(await query(embeddedPostgresUrls(dataDir).webUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await ended(second, 'SIGTERM')
    expect(existsSync(pidFile(dataDir))).toBe(false)
  })
})

describe('a start', () => {
  test('is not held up by a process that has the number of the one that was killed', async () => {
    const { dataDir, postgres } = await started()
    const pidLines = readFileSync(pidFile(dataDir), 'utf8').split('\n')
    await postgres.stop()
    const stranger = spawn('sleep', ['60'], isRoot ? ownerOf(home(dataDir)) : {})
    cleaning.push(() => stranger.kill())
    writeFileSync(pidFile(dataDir), [stranger.pid, ...pidLines.slice(1)].join('\n'))
    const next = await startEmbeddedPostgres({ dataDir })
    await next.stop()
    expect(stranger.exitCode).toBe(null)
  })

  test('takes another port when somebody has taken the one of last time', async () => {
    const { dataDir, postgres } = await started()
    await postgres.stop()
    const stranger = createServer().listen(Number(new URL(postgres.webUrl).port), '127.0.0.1')
    cleaning.push(() => stranger.close())
    const next = await startEmbeddedPostgres({ dataDir })
    cleaning.push(() => next.stop())
    expect(next.webUrl).not.toBe(postgres.webUrl)
    expect(embeddedPostgresUrls(dataDir).webUrl).toBe(next.webUrl)
    expect(await query(next.webUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('works in a home directory that nobody else can enter', async () => {
    const closed = newDirectory(homedir())
    chmodSync(closed, 0o700)
    const { postgres } = await started(join(closed, 'project', '.data'))
    expect(await query(postgres.webUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

async function started(dataDir = newDirectory(tmpdir())): Promise<{ dataDir: string; postgres: EmbeddedPostgres }> {
  cleaning.push(() => rmSync(home(dataDir), { recursive: true, force: true }))
  const postgres = await startEmbeddedPostgres({ dataDir })
  cleaning.push(() => postgres.stop())
  return { dataDir, postgres }
}

function newDirectory(parent: string): string {
  const directory = mkdtempSync(join(parent, 'roster-faults-'))
  cleaning.push(() => {
    if (existsSync(join(directory, 'postgres'))) rmSync(home(directory), { recursive: true, force: true })
    rmSync(directory, { recursive: true, force: true })
  })
  return directory
}

function startProgram(dataDir: string): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', program, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  cleaning.push(() => ended(child, 'SIGTERM'))
  return child
}

async function runningProgram(dataDir: string): Promise<ChildProcess> {
  const child = startProgram(dataDir)
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (data) => String(data).includes('ready') && resolve())
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)))
  })
  return child
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill(signal)
  expect(await exit).toBe(signal === 'SIGTERM' ? 0 : null)
}

function home(dataDir: string): string {
  return realpathSync(join(dataDir, 'postgres'))
}

function pidFile(dataDir: string): string {
  return join(home(dataDir), 'cluster', 'postmaster.pid')
}

function postmaster(dataDir: string): number {
  return Number(readFileSync(pidFile(dataDir), 'utf8').split('\n')[0])
}

function ownerOf(path: string): { uid: number; gid: number } {
  const { uid, gid } = statSync(path)
  return { uid, gid }
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(statement)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

/** Until it no longer fails, for as long as the promise allows. */
async function eventually(attempt: () => Promise<unknown>, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    try {
      await attempt()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(50)
    }
  }
}

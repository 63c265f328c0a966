import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ask } from './door-fixture'

// What happens before the pages are loaded; a whole start needs a build and is part of the browser tests

let dataDir: string
let started: ChildProcess[]
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'door-serve-'))
  started = []
})
afterEach(async () => {
  for (const child of started) if (child.exitCode === null) child.kill('SIGKILL')
  await sleep(50)
  rmSync(dataDir, { recursive: true, force: true })
})

/** The program, as `npm start` runs it, on a database that is away. */
function start(settings: Record<string, string>): ChildProcess {
  const program =
    "import('./http/serve.ts').then(({ serve }) => serve()).catch((error) => { console.error(error.name === 'StartError' ? error.message : error); process.exit(1) })"
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production' as const,
    ROSTER_DATA_DIR: dataDir,
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
    AUTH_SECRET: 'kYp3s6v9yBEHMbQeThWmZq4t7wzCFJNc',
    LOG_LEVEL: 'warn',
    ...settings,
  }
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { env })
  started.push(child)
  return child
}

async function ending(child: ChildProcess) {
  const [said, [code]] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'exit')])
  return { said, code }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function untilAlive(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if ((await ask(port, { path: '/healthz' }).catch(() => null))?.status === 200) return
    await sleep(100)
  }
  throw new Error('did not start')
}

describe('a start that cannot be', () => {
  test('says in one line that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { said, code } = await ending(start({ PORT: `${port}` }))
    expect(said).toBe(`Port ${port} of 127.0.0.1 is taken: set PORT to another one.\n`)
    expect(code).toBe(1)
    other.close()
  })

  test('says in one line that HOST is not ours', async () => {
    const { said, code } = await ending(start({ HOST: '203.0.113.1', PORT: '0' }))
    expect(said).toBe('HOST 203.0.113.1 is no address of this machine.\n')
    expect(code).toBe(1)
  })

  test('says in one line that another one runs on the data directory', async () => {
    const port = await freePort()
    start({ PORT: `${port}` })
    await untilAlive(port)
    const { said, code } = await ending(start({ PORT: '0' }))
    expect(said).toMatch(/^Roster is already running on .*\n$/)
    expect(code).toBe(1)
  })

  test('names the setting that is wrong', async () => {
    const { said, code } = await ending(start({ PORT: 'http' }))
    expect(said).toMatch(/^Roster can’t start: PORT must be a number\.\n$/)
    expect(code).toBe(1)
  })
})

describe('a start whose database is away', () => {
  test('is alive, not ready, says so to browsers, and stops in order however often it is asked to', async () => {
    const port = await freePort()
    const child = start({ PORT: `${port}` })
    await untilAlive(port)
    const [ready, page, list] = await Promise.all(['/readyz', '/', '/api/v1/users'].map((path) => ask(port, { path })))
    expect([ready?.status, page?.status, list?.status]).toEqual([503, 503, 503])
    expect(page?.headers['content-type']).toContain('text/html')
    expect(page?.headers['retry-after']).toBe('2')
    expect(page?.body).toContain('Roster is starting')

    const beganAt = performance.now()
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await sleep(20)
    child.kill('SIGTERM')
    child.kill('SIGINT')
    expect((await ended)[0]).toBe(0)
    expect(performance.now() - beganAt).toBeLessThan(10_000)
  })
})

import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keptSecret, lockDataDirectory, makeDataDirectory } from './data-directory'
import { lockName, processLock, tryProcessLock } from './process-lock.mjs'
import { StartError } from './start-error'

let parent: string
let dataDir: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'roster-data-'))
  dataDir = join(parent, 'data')
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

const modeOf = (path: string) => statSync(path).mode & 0o777

describe('the data directory', () => {
  test('is made so that nobody else can look into it', () => {
    expect(makeDataDirectory(join(dataDir, 'deep'))).toBe(join(dataDir, 'deep'))
    expect(modeOf(dataDir)).toBe(0o700)
    expect(modeOf(join(dataDir, 'deep'))).toBe(0o700)
  })

  test('keeps the mode that it was given by somebody', () => {
    mkdirSync(dataDir, { mode: 0o755 })
    makeDataDirectory(dataDir)
    expect(modeOf(dataDir)).toBe(0o755)
  })

  test('that cannot be made is explained', () => {
    writeFileSync(dataDir, 'a file')
    expect(() => makeDataDirectory(dataDir)).toThrow(StartError)
    expect(() => makeDataDirectory(join(dataDir, 'deep'))).toThrow(/cannot be used/)
  })
})

describe('a kept secret', () => {
  test('is the same every time, and another one by another name', () => {
    const secret = keptSecret(dataDir, 'auth', 33)
    expect(Buffer.from(secret, 'base64')).toHaveLength(33)
    expect(keptSecret(dataDir, 'auth', 33)).toBe(secret)
    expect(keptSecret(dataDir, 'other', 33)).not.toBe(secret)
  })

  test('can be read by nobody else, and leaves no draft behind', () => {
    keptSecret(dataDir, 'auth', 33)
    expect(modeOf(join(dataDir, 'secrets'))).toBe(0o700)
    expect(modeOf(join(dataDir, 'secrets', 'auth'))).toBe(0o600)
    expect(readdirSync(join(dataDir, 'secrets'))).toEqual(['auth'])
  })

  test('that was damaged is refused, and not replaced by another', () => {
    keptSecret(dataDir, 'auth', 33)
    writeFileSync(join(dataDir, 'secrets', 'auth'), 'c2hvcnQ=\n')
    expect(() => keptSecret(dataDir, 'auth', 33)).toThrow(/damaged/)
  })

  test('is one for all processes that ask for it at once', async () => {
    const script = `
      import { keptSecret } from ${JSON.stringify(join(import.meta.dirname, 'kept-secret.mjs'))}
      process.stdout.write(keptSecret(process.argv[1], 'auth', 33))`
    const answers = await Promise.all(Array.from({ length: 8 }, () => outputOf(['-e', script, dataDir])))
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toHaveLength(44)
  })
})

describe('the one server of a data directory', () => {
  test('keeps a second one out until it has let go', async () => {
    const release = await lockDataDirectory(dataDir)
    await expect(lockDataDirectory(dataDir)).rejects.toThrow(
      new StartError(`Roster is already running on ${dataDir} (process ${process.pid})`),
    )
    await release()
    await (await lockDataDirectory(dataDir))()
  })

  test('keeps it out of a copy of the directory too', async () => {
    const release = await lockDataDirectory(dataDir)
    cpSync(dataDir, join(parent, 'copy'), { recursive: true })
    await expect(lockDataDirectory(join(parent, 'copy'))).rejects.toThrow(StartError)
    await release()
  })

  test('leaves nothing in the way when it is killed', async () => {
    const script = `
      import { tryProcessLock } from ${JSON.stringify(join(import.meta.dirname, 'process-lock.mjs'))}
      const release = await tryProcessLock(process.argv[1])
      process.stdout.write(release ? 'locked' : 'refused')
      setInterval(() => {}, 1000)`
    const name = lockName(dataDir, 'server')
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script, name], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    await expect(lockDataDirectory(dataDir)).rejects.toThrow(`process ${holder.pid}`)
    const exit = new Promise((resolve) => holder.once('exit', resolve))
    holder.kill('SIGKILL')
    await exit
    await (await lockDataDirectory(dataDir))()
  })
})

describe('a lock that is waited for', () => {
  test('comes as soon as it is free, and not at all after the time given', async () => {
    const name = lockName(dataDir, 'anything')
    const release = await tryProcessLock(name)
    expect(await processLock(name, 100)).toBe(null)
    const waiting = processLock(name, 5000)
    await release?.()
    expect(await waiting).not.toBe(null)
    await (await waiting)?.()
  })
})

function outputOf(args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (data) => {
      output += data
    })
    child.once('error', reject)
    child.once('close', () => resolve(output))
  })
}

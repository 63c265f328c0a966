import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { vi } from 'vitest'

// What the tests of the command line share: the program as people run it, built by its own script

// Each test starts several programs, on a machine that may be busy with other tests
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

export type Ended = { code: number | null; stdout: string; stderr: string }
export type Settings = Record<string, string>

export function startRoster(words: string[], settings: Settings) {
  // No more of the environment than it needs; an empty setting keeps .env from setting it
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, NODE_ENV: 'production' as const, ...settings }
  return spawn(process.execPath, ['scripts/roster.mjs', ...words], { env })
}

/** Runs `roster` to its end, with `input` on standard input. */
export async function runRoster(words: string[], settings: Settings, input = ''): Promise<Ended> {
  const child = startRoster(words, settings)
  child.stdin.end(input)
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, stdout, stderr }
}

/** The same on the database of a test file, with what `--json` says as well. */
export function rosterOn(settings: Settings) {
  const roster = (words: string[], input?: string) => runRoster(words, settings, input)
  /** Fails the test where the program does not end well. */
  const json = async (words: string[], input?: string) => {
    const ended = await roster([...words, '--json'], input)
    if (ended.code !== 0) throw new Error(`roster ${words.join(' ')} ended with ${ended.code}: ${ended.stderr}`)
    return JSON.parse(ended.stdout)
  }
  const newUser = (options: string[] = []) => {
    const mark = randomUUID().slice(0, 8)
    return json(['create', `Person ${mark}`, `person.${mark}@roster.test`, ...options])
  }
  return { roster, json, newUser }
}

/** A database of its own gets its settings from the test file. */
export function databaseSettings(
  { webUrl, ownerUrl }: { webUrl: string; ownerUrl: string },
  dataDir: string,
): Settings {
  return {
    DATABASE_URL: webUrl,
    DATABASE_OWNER_URL: ownerUrl,
    AUTH_SECRET: 'kYp3s6v9yBEHMbQeThWmZq4t7wzCFJNc',
    ROSTER_DATA_DIR: dataDir,
    LOG_LEVEL: '',
  }
}

export const goodPassword = 'seven wooden lamps at dawn'

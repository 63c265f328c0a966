import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '@/drizzle/test-database'
import { readCommandLine } from './command-line'
import { commands } from './commands'
import { databaseSettings, rosterOn, startRoster } from './roster-fixture'

const settings = databaseSettings(testDatabase(), '/tmp/roster-test-cli-none')
const { roster, json, newUser } = rosterOn(settings)
const away = { ...settings, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing', DATABASE_OWNER_URL: '' }

beforeAll(async () => void (await roster(['help'])))

describe('what is not understood', () => {
  test.each([
    [[], 'Say what to do.', ''],
    [['frob'], 'There is no command “frob”.', ''],
    [['users'], 'Say what to do with users.', 'users'],
    [['users', 'frob'], 'There is no command “users frob”.', 'users'],
    [['users', 'get'], 'ID is missing.', 'users get'],
    [['create', 'Ada'], 'EMAIL is missing.', 'users create'],
    [['get', 'a', 'b'], '“b” is one argument too many.', 'users get'],
    [['list', '--frob'], "Unknown option '--frob'.", 'users list'],
    [['list', '--q'], "Option '--q <value>' argument missing", 'users list'],
    [['list', '--json=yes'], "Option '--json' does not take an argument", 'users list'],
  ])('%j', (words, message, topic) => {
    expect(() => readCommandLine(words)).toThrow(expect.objectContaining({ name: 'UsageError', message, topic }))
  })

  test.each([
    [['frob'], 'There is no command “frob”.', 'COMMAND'],
    [['users', 'get'], 'ID is missing.', 'users get ID'],
    [['users', 'update', 'x'], 'Give --name, --email or both.', 'users update ID'],
    [['users', 'password', 'x'], '--password-stdin is missing.', 'users password ID'],
    [['create', 'Ada', 'ada@roster.test', '--own-password'], '--own-password goes together', 'users create'],
    [['tokens', 'create', '--name', 'CI'], 'Give --user and --name.', 'tokens create'],
    [['set-up', '--name', 'Ada'], 'Nobody can be asked here', 'set-up'],
  ])('%j ends the program with 2 and the usage', async (words, message, usage) => {
    const { code, stdout, stderr } = await roster(words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`roster: usage: ${message}`)
    expect(stderr).toContain(`Usage: roster ${usage}`)
  })
})

describe('help', () => {
  test('names every command, and needs no database', async () => {
    for (const words of [['help'], ['--help'], ['-h']]) {
      const { code, stdout, stderr } = await rosterOn(away).roster(words)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      for (const { name } of commands) expect(stdout).toContain(name)
    }
  })

  test.each([
    [['help', 'users'], 'users restore ID'],
    [['users', '--help'], 'users restore ID'],
    [['help', 'users', 'create'], '--own-password'],
    [['create', '--help'], '--own-password'],
    [['seed', '-h'], '--users N'],
  ])('%j', async (words, expected) => {
    const { code, stdout } = await roster(words)
    expect(code).toBe(0)
    expect(stdout).toContain(expected)
  })
})

describe('standard output', () => {
  test('is one line of JSON with --json, and nothing else, whatever the log says', async () => {
    const talking = rosterOn({ ...settings, LOG_LEVEL: 'debug' })
    const { stdout } = await talking.roster(['list', '--json'])
    expect(stdout.split('\n')).toHaveLength(2)
    expect(JSON.parse(stdout)).toEqual({ data: expect.any(Array), page: { next: null, previous: null, limit: 25 } })
  })

  test('may be closed before the answer is read', async () => {
    for (let index = 0; index < 3; index++) await newUser()
    const child = startRoster(['list'], settings)
    child.stdin.end()
    child.stdout.destroy()
    let stderr = ''
    child.stderr.on('data', (data) => {
      stderr += data
    })
    const [code] = await once(child, 'close')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test('shows what others wrote without what would steer a terminal', async () => {
    const { id } = await newUser()
    const { stdout } = await roster(['users', 'suspend', id, '--reason', 'On\u001b[2Jleave\u202e'])
    expect(stdout).toContain('On\ufffd[2Jleave\ufffd')
  })
})

describe('a failure', () => {
  test('of the database is told as unavailable', async () => {
    const { code, stdout, stderr } = await rosterOn(away).roster(['list', '--json'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^roster: unavailable: The database can’t be reached right now/)
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'unavailable', message: expect.any(String), fields: {} } })
  })

  test('of a setting names the setting', async () => {
    const { code, stderr } = await rosterOn({ ...settings, DATABASE_URL: 'mysql://x' }).roster(['list'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^roster: unavailable: .*DATABASE_URL must begin with postgres/)
  })

  test('is in the log too, under the door it came through', async () => {
    const { id } = await newUser()
    await roster(['users', 'role', id, 'admin'])
    await roster(['users', 'delete', id])
    const { data } = await json(['events', 'list', '--subject', id, '--outcome', 'refused'])
    expect(data).toMatchObject([{ action: 'user.deleted', code: 'last_administrator', via: 'cli' }])
  })
})

describe('tokens', () => {
  test('are made, listed and revoked', async () => {
    const user = await newUser()
    const made = await json(['tokens', 'create', '--user', user.email, '--name', 'CI', '--expires', '30d'])
    expect(made).toMatchObject({ token: expect.stringMatching(/^roster_/), name: 'CI', userId: user.id, role: 'user' })
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(30 * 86_400_000)
    const { token, ...facts } = made
    expect(await json(['tokens', 'list', '--user', user.id])).toEqual({ data: [facts] })
    expect((await roster(['tokens', 'list'])).stdout).toContain(made.id)
    expect((await roster(['tokens', 'list'])).stdout).not.toContain(token)
    await json(['tokens', 'revoke', made.id])
    expect(await json(['tokens', 'list', '--user', user.id])).toEqual({ data: [] })
    expect((await roster(['tokens', 'revoke', made.id])).stderr).toMatch(/^roster: not_found: /)
  })

  test.each([
    [['--expires', '0d'], 'invalid'],
    [['--expires', '400d'], 'invalid'],
    [['--expires', 'soon'], 'invalid'],
    [['--role', 'admin'], 'invalid'],
    [['--role', 'boss'], 'invalid'],
  ])('with %j are refused', async (options, code) => {
    const { email } = await newUser()
    const ended = await roster(['tokens', 'create', '--user', email, '--name', 'CI', ...options])
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 1, stdout: '' })
    expect(ended.stderr).toMatch(new RegExp(`^roster: ${code}: `))
  })

  test('of nobody are refused', async () => {
    const ended = await roster(['tokens', 'create', '--user', 'nobody@roster.test', '--name', 'CI'])
    expect(ended.stderr).toMatch(/^roster: not_found: /)
  })
})

test('the package offers the program under its name', async () => {
  const ended = await new Promise<string>((resolve, reject) => {
    execFile('npx', ['--no-install', 'roster', 'help', 'seed'], (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    )
  })
  expect(ended).toContain('Usage: roster seed')
})

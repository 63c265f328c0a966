import { rmSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '@/drizzle/test-database'
import { verifyPassword } from '@/server/auth/auth-password'
import { database } from '@/server/platform/database'
import { userRepository } from '@/server/users/user-repository'
import { databaseSettings, goodPassword, rosterOn } from './roster-fixture'

// What is done to the database as a whole: one after the other, on one that begins empty

const dataDir = '/tmp/roster-test-cli-ground'
const urls = testDatabase()
const settings = databaseSettings(urls, dataDir)
const { roster, json } = rosterOn(settings)
const owner = new pg.Client(urls.ownerUrl)

beforeAll(async () => {
  await owner.connect()
  await roster(['help'])
})
afterAll(async () => {
  await owner.end()
  rmSync(dataDir, { recursive: true, force: true })
})

type Check = { name: string; state: string; message: string; remedy?: string }
const examined = async (wish: Record<string, string> = {}) => {
  const { code, stdout } = await rosterOn({ ...settings, ...wish }).roster(['doctor', '--json'])
  const { ok, checks } = JSON.parse(stdout)
  expect(code).toBe(ok ? 0 : 1)
  return checks.filter((check: Check) => check.state !== 'ok') as Check[]
}

describe('seeding', () => {
  test('makes as many as are asked for, and nobody the second time', async () => {
    expect(await json(['seed', '--users', '300'])).toMatchObject({ total: 300, made: 300 })
    expect(await json(['seed', '--users', '300'])).toMatchObject({ total: 300, made: 0 })
    const { code, stdout } = await roster(['seed', '--users', '310'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^310 made-up people are there, 10 of them new/)
    const listed = await json(['list', '--deleted', 'with', '--count', 'exact'])
    expect(listed.count).toEqual({ value: 310, exact: true })
  })

  test.each(['0', '-5', 'many', '1.5', '1000001'])('refuses to make %s', async (users) => {
    const { code, stderr } = await roster(['seed', `--users=${users}`])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^roster: invalid: /)
  })
})

describe('set-up', () => {
  const words = ['set-up', '--name', 'Maja Lindqvist', '--email', 'maja@roster.test', '--password-stdin']

  test('is what the doctor advises while nobody can administer, though made-up administrators are there', async () => {
    expect(await examined()).toMatchObject([{ name: 'administrator', state: 'wrong' }])
  })

  test('refuses a weak password and a wrong address', async () => {
    expect((await roster(words, 'short')).stderr).toMatch(/^roster: weak_password: /)
    const wrong = words.map((word) => (word.includes('@') ? 'maja' : word))
    expect((await roster(wrong, goodPassword)).stderr).toMatch(/^roster: invalid_email: /)
  })

  test('makes an administrator who can sign in, with an event', async () => {
    const user = await json(words, goodPassword)
    expect(user).toMatchObject({ name: 'Maja Lindqvist', email: 'maja@roster.test', role: 'admin', status: 'active' })
    const found = await userRepository(database()).findCredentialsByEmail('maja@roster.test')
    expect(found?.user.mustChangePassword).toBe(false)
    expect(await verifyPassword(found?.passwordHash ?? null, goodPassword)).toBe(true)
    const { data } = await json(['events', 'list', '--subject', user.id])
    expect(data).toMatchObject([{ action: 'system.set-up', via: 'cli', outcome: 'done' }])
    expect(await examined()).toEqual([])
  })

  test('is refused from then on, and works again when all administrators are lost', async () => {
    const again = words.map((word) => (word.includes('@') ? 'second@roster.test' : word))
    const refused = await roster(again, goodPassword)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/^roster: forbidden: There is an active administrator/)
    await owner.query("update users set status = 'suspended' where role = 'admin'")
    expect(await json(again, goodPassword)).toMatchObject({ email: 'second@roster.test', role: 'admin' })
  })
})

describe('migrating', () => {
  test('says that there was nothing to do', async () => {
    expect(await json(['migrate'])).toEqual({ applied: [] })
    expect((await roster(['migrate'])).stdout).toBe('The database is up to date.\n')
  })
})

describe('the doctor', () => {
  test('finds nothing wrong, and says what it has looked at', async () => {
    const { code, stdout } = await roster(['doctor'])
    expect(code).toBe(0)
    for (const each of [
      'Node.js',
      'settings',
      'PostgreSQL 1',
      'up to date',
      'has its rights',
      'clock',
      'administrator',
    ]) {
      expect(stdout).toContain(each)
    }
    expect(stdout).toMatch(/Nothing is wrong\.\n$/)
  })

  test('finds a right that is missing and one that should not be, and migrating mends both', async () => {
    await owner.query('revoke select on settings from roster_web; grant update on events to roster_web')
    expect(await examined()).toMatchObject([{ name: 'rights', message: expect.stringContaining('select on settings') }])
    await owner.query('grant select on settings to roster_web')
    expect(await examined()).toMatchObject([{ name: 'rights', message: expect.stringContaining('update on events') }])
    await json(['migrate'])
    expect(await examined()).toEqual([])
  })

  test('advises a role of its own where the owner serves', async () => {
    expect(await examined({ DATABASE_URL: urls.ownerUrl, DATABASE_OWNER_URL: '' })).toMatchObject([
      { name: 'rights', state: 'note' },
    ])
  })

  const embedded = { DATABASE_URL: '', DATABASE_OWNER_URL: '' }
  test.each([
    ['nothing listens', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' }, 'database', /start PostgreSQL/],
    ['the password is wrong', { DATABASE_URL: urls.webUrl.replace(/:[^:@]*@/, ':wrong@') }, 'database', /Correct user/],
    [
      'there is no such database',
      { DATABASE_URL: `${urls.webUrl}_missing`, DATABASE_OWNER_URL: '' },
      'database',
      /createdb/,
    ],
    [
      'there is no such host',
      { DATABASE_URL: 'postgres://x@no.host.invalid/x', DATABASE_OWNER_URL: '' },
      'database',
      /address/,
    ],
    ['a setting is wrong', { DATABASE_URL: 'mysql://nobody' }, 'settings', /\.env/],
    [
      'nothing was ever started',
      { ...embedded, ROSTER_DATA_DIR: '/tmp/roster-test-none' },
      'data directory',
      /npm start/,
    ],
    [
      'the data directory is a file',
      { ...embedded, ROSTER_DATA_DIR: '/dev/null' },
      'data directory',
      /ROSTER_DATA_DIR/,
    ],
  ])('says how to mend that %s', async (_, wish, name, remedy) => {
    const found = await examined(wish)
    expect(found).toMatchObject([{ name, state: 'wrong', remedy: expect.stringMatching(remedy) }])
  })

  test('finds migrations that are missing; no other command changes a shared database by the way', async () => {
    await owner.query('create table kept as select * from drizzle.__drizzle_migrations')
    const newest = 'select max(created_at) from drizzle.__drizzle_migrations'
    await owner.query(`delete from drizzle.__drizzle_migrations where created_at = (${newest})`)
    const [first] = await examined()
    expect(first).toMatchObject({
      name: 'migrations',
      state: 'wrong',
      remedy: expect.stringContaining('roster migrate'),
    })
    const { code, stderr } = await roster(['list'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^roster: unavailable: .*roster migrate/)
    await owner.query('delete from drizzle.__drizzle_migrations')
    await owner.query('insert into drizzle.__drizzle_migrations select * from kept; drop table kept')
    await owner.query('update drizzle.__drizzle_migrations set created_at = created_at + 1')
    expect(await examined()).toMatchObject([{ name: 'migrations', message: expect.stringContaining('newer version') }])
  })
})

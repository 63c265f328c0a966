import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '@/drizzle/test-database'
import { verifyPassword } from '@/server/auth/auth-password'
import { database } from '@/server/platform/database'
import { userRepository } from '@/server/users/user-repository'
import { databaseSettings, goodPassword, rosterOn } from './roster-fixture'

const { roster, json, newUser } = rosterOn(databaseSettings(testDatabase(), '/tmp/roster-test-cli-none'))
const freshEmail = () => `person.${randomUUID().slice(0, 8)}@roster.test`

// The first one may build the program
beforeAll(async () => void (await roster(['help'])))

describe('creating', () => {
  test('makes a user and answers it as the API does', async () => {
    const email = freshEmail()
    const user = await json(['users', 'create', 'Ada Lovelace', email, '--role', 'manager'])
    expect(user).toMatchObject({ name: 'Ada Lovelace', email, role: 'manager', status: 'active', version: 1 })
    for (const name of ['statusUntil', 'lastSignInAt', 'deletedAt']) expect(user[name], name).toBeNull()
    for (const name of ['createdAt', 'updatedAt']) expect(user[name], name).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/)
    expect(await json(['get', user.id])).toEqual(user)
    expect(await json(['users', 'get', email.toUpperCase()])).toEqual(user)
  })

  test('says to people who was made, and that nobody can sign in yet', async () => {
    const email = freshEmail()
    const { code, stdout, stderr } = await roster(['create', '佐藤 はな', email])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`佐藤 はな <${email}> was created. Nobody can sign in yet`)
  })

  test('takes a password from standard input, which must be changed unless it is the person’s own', async () => {
    const [given, own] = [freshEmail(), freshEmail()]
    await json(['create', 'Given', given, '--password-stdin'], `${goodPassword}\n`)
    await json(['create', 'Own', own, '--password-stdin', '--own-password'], goodPassword)
    for (const [email, mustChange] of [[given, true] as const, [own, false] as const]) {
      const found = await userRepository(database()).findCredentialsByEmail(email)
      expect(found?.user.mustChangePassword).toBe(mustChange)
      expect(await verifyPassword(found?.passwordHash ?? null, goodPassword)).toBe(true)
    }
  })

  test.each([
    [['create', '', 'nobody'], '', 'invalid', ['name', 'email']],
    [['create', ' ', 'a@roster.test'], '', 'invalid_name', ['name']],
    [['create', 'Ada', 'ada'], '', 'invalid_email', ['email']],
    [['create', 'Ada', 'ada@roster.test', '--role', 'boss'], '', 'invalid', ['role']],
    [['create', 'Ada', 'ada@roster.test', '--password-stdin'], 'short', 'weak_password', ['password']],
    [['create', 'Ada', 'ada@roster.test', '--password-stdin'], '', 'invalid', ['password']],
    [['create', 'Ada', 'ada@roster.test', '--password-stdin'], 'two\nlines of it', 'invalid', ['password']],
    [['create', 'Ada', 'ada@roster.test', '--password-stdin'], 'x'.repeat(20_000), 'invalid', ['password']],
    [['create', 'Ada', 'ada@mailinator.com'], '', 'restricted_email_domain', ['email']],
  ])('refuses %j', async (words, input, code, fields) => {
    const ended = await roster([...words, '--json'], input)
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(new RegExp(`^roster: ${code}: .`))
    const { error } = JSON.parse(ended.stdout)
    expect(error).toEqual({ code, message: expect.any(String), fields: expect.any(Object) })
    expect(Object.keys(error.fields)).toEqual(fields)
  })

  test('refuses an address that is taken', async () => {
    const { email } = await newUser()
    const ended = await roster(['create', 'Another', email])
    expect(ended).toEqual({ code: 1, stdout: '', stderr: 'roster: already_exists: This address is already in use\n' })
  })
})

describe('listing', () => {
  test('filters, sorts and pages as the API does', async () => {
    const mark = randomUUID().slice(0, 8)
    for (const name of ['Zoe', 'Åsa', 'adam']) await json(['create', `${name} ${mark}`, freshEmail()])
    const words = ['users', 'list', '--q', mark, '--sort', 'name', '--limit', '2']
    const first = await json(words)
    expect(first.data.map((user: { name: string }) => user.name)).toEqual([`adam ${mark}`, `Åsa ${mark}`])
    expect(first.page).toEqual({ next: expect.any(String), previous: null, limit: 2 })
    const rest = await json([...words, '--cursor', first.page.next])
    expect(rest.data).toMatchObject([{ name: `Zoe ${mark}` }])
    expect(await json(['list', '--q', mark, '--count', 'exact'])).toMatchObject({ count: { value: 3, exact: true } })
    expect((await json(['list', '--q', mark, '--role', 'admin,manager'])).data).toEqual([])
  })

  test('lines a table up, also where letters are two columns wide', async () => {
    const mark = randomUUID().slice(0, 8)
    for (const name of ['佐藤', 'Sato']) await json(['create', `${name} ${mark}`, `${mark}.${name.length}@roster.test`])
    const { stdout } = await roster(['list', '--q', mark, '--sort', 'email'])
    const [head = '', japanese = '', latin = ''] = stdout.split('\n')
    expect(head).toMatch(/^ID +NAME +EMAIL +ROLE +STATUS +LAST SIGN-IN$/)
    expect(latin.indexOf('@')).toBe(head.indexOf('EMAIL') + mark.length + 2)
    // Two letters less, as wide as four
    expect(japanese.indexOf('@')).toBe(latin.indexOf('@') - 2)
  })

  test.each([
    ['--limit', '0'],
    ['--role', 'boss'],
    ['--cursor', 'junk'],
    ['--created-after', 'yesterday'],
    ['--deleted', 'maybe'],
  ])('refuses %s %s', async (option, value) => {
    const { code, stderr } = await roster(['users', 'list', option, value])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^roster: invalid: /)
  })
})

describe('changing', () => {
  test('renames, and keeps what somebody else has changed since the version', async () => {
    const { id, email } = await newUser()
    expect(await json(['users', 'update', id, '--name', 'Grace Hopper'])).toMatchObject({ name: 'Grace Hopper', email })
    const moved = freshEmail()
    const user = await json(['users', 'update', email, '--email', moved, '--version', '1'])
    expect(user).toMatchObject({ name: 'Grace Hopper', email: moved, version: 3 })
    const conflict = await roster(['users', 'update', id, '--name', 'Another', '--version', '1', '--json'])
    expect(conflict.code).toBe(1)
    expect(JSON.parse(conflict.stdout).error.code).toBe('conflict')
    const again = await roster(['users', 'update', id, '--name', 'Grace Hopper'])
    expect(again.stdout).toContain('was so already.')
  })

  test('suspends, reactivates, locks and unlocks, with a reason', async () => {
    const { id, email } = await newUser()
    expect((await json(['users', 'suspend', id, '--reason', 'On leave'])).status).toBe('suspended')
    expect((await roster(['get', id])).stdout).toContain('suspended: On leave')
    expect((await json(['users', 'reactivate', email])).status).toBe('active')
    expect((await json(['users', 'lock', id])).status).toBe('locked')
    expect((await json(['users', 'unlock', id])).status).toBe('active')
    await json(['users', 'suspend', id])
    expect((await roster(['users', 'unlock', id])).stderr).toMatch(/^roster: invalid: .*Reactivate instead/)
  })

  test('gives a role and a password', async () => {
    const { id } = await newUser()
    expect((await json(['users', 'role', id, 'manager'])).role).toBe('manager')
    expect((await roster(['users', 'role', id, 'boss'])).stderr).toMatch(/^roster: invalid: /)
    await json(['users', 'password', id, '--password-stdin'], `${goodPassword}\r\n`)
    const weak = await roster(['users', 'password', id, '--password-stdin'], 'passwordpassword')
    expect(weak.code).toBe(1)
    expect(weak.stderr).toMatch(/^roster: weak_password: /)
  })

  test('deletes and restores, by address too', async () => {
    const { id, email } = await newUser()
    expect((await json(['users', 'delete', email])).deletedAt).toMatch(/Z$/)
    expect((await roster(['get', email])).stderr).toMatch(/^roster: not_found: /)
    expect((await roster(['users', 'suspend', id])).stderr).toMatch(/^roster: deleted: /)
    expect((await json(['list', '--deleted', 'only', '--q', email])).data).toMatchObject([{ id }])
    expect(await json(['users', 'restore', email])).toMatchObject({ id, deletedAt: null })
  })

  test('asks for the id where several deleted users had the address', async () => {
    const { id, email } = await newUser()
    await json(['users', 'delete', id])
    const other = await json(['create', 'Second', email])
    await json(['users', 'delete', other.id])
    const { code, stderr } = await roster(['users', 'restore', email])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^roster: invalid_id: /)
    for (const each of [id, other.id]) expect(stderr).toContain(each)
    expect(await json(['users', 'restore', id])).toMatchObject({ id, deletedAt: null })
    expect((await roster(['users', 'restore', other.id])).stderr).toMatch(/^roster: already_exists: /)
  })

  test('keeps the last administrator', async () => {
    const admin = await newUser(['--role', 'admin'])
    for (const words of [
      ['role', admin.id, 'user'],
      ['suspend', admin.id],
      ['delete', admin.id],
    ]) {
      const { code, stderr } = await roster(['users', ...words])
      expect(code).toBe(1)
      expect(stderr).toMatch(/^roster: last_administrator: /)
    }
  })

  test.each([
    ['01890000-0000-7000-8000-000000000000', 'not_found'],
    ['nobody@roster.test', 'not_found'],
    ['42', 'invalid_id'],
    ['@', 'invalid_email'],
  ])('of %s is refused as %s', async (id, code) => {
    for (const words of [
      ['get', id],
      ['users', 'delete', id],
    ]) {
      const ended = await roster(words)
      expect(ended.code).toBe(1)
      expect(ended.stderr).toMatch(new RegExp(`^roster: ${code}: `))
    }
  })

  test('is in the log as done through the command line by the user of the machine', async () => {
    const { id } = await newUser()
    await roster(['users', 'suspend', id, '--reason', 'On leave'])
    const { data, page } = await json(['events', 'list', '--subject', id, '--limit', '1'])
    expect(page).toEqual({ next: expect.any(String), previous: null, limit: 1 })
    expect(data).toMatchObject([
      {
        action: 'user.suspended',
        via: 'cli',
        actor: { id: null, label: `cli: ${userInfo().username}` },
        outcome: 'done',
        reason: 'On leave',
        changes: [{ before: { status: 'active' }, after: { status: 'suspended' } }],
      },
    ])
    const found = await json(['events', 'list', '--request', data[0].requestId])
    expect(found.data).toEqual(data)
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { users } from '@/drizzle/schema'
import { seedPerson } from '@/drizzle/seed-people'
import type { Actor } from '@/server/auth/actor'
import { database } from '@/server/platform/database'
import { suspendUser } from '@/server/users/user-access-service'
import { parseUserQuery, userSorts } from '@/server/users/user-filter'
import { countUserFacets, countUsers, getUserHistory, listUsers } from '@/server/users/user-list-service'
import { acting, newActor, newUser } from '@/server/users/user-test-people'

// A made-up crowd with many equal values, so that only a total order pages without gaps
const crowdSize = 130
const crowdMark = 'crowd.example'
let admin: Actor

beforeAll(async () => {
  admin = await newActor('admin')
  const now = new Date('2026-11-01T00:00:00Z')
  const people = Array.from({ length: crowdSize }, (_, index) => {
    const person = seedPerson(index, now)
    const email = `p${index}@${crowdMark}`
    const createdAt = new Date(now.getTime() - (index % 7) * 1000)
    return {
      id: person.id,
      name: `Same Name ${index % 5}`,
      nameFolded: `same name ${index % 5}`,
      email,
      emailCanonical: email,
      role: person.role,
      status: person.status,
      version: 1,
      lastSignInAt: index % 3 === 0 ? null : createdAt,
      createdAt,
      updatedAt: createdAt,
    }
  })
  // Straight into the table, with a past that nobody can give at the door
  await database().insert(users).values(people)
})

const query = (params: string) => parseUserQuery(new URLSearchParams(params))
const emails = async (params: string) => (await listUsers(admin, query(params))).users.map((user) => user.email)

async function walk(params: string, direction: 'next' | 'previous', from: string | null): Promise<string[][]> {
  const pages: string[][] = []
  let cursor = from
  do {
    const page = await listUsers(admin, query(`${params}${cursor === null ? '' : `&cursor=${cursor}`}`))
    pages.push(page.users.map((user) => user.id))
    cursor = page[direction]
  } while (cursor !== null)
  return pages
}

describe.each(userSorts.flatMap((sort) => [`sort=${sort}&order=asc`, `sort=${sort}&order=desc`]))(
  'paging by %s',
  (sort) => {
    const params = `q=${crowdMark}&limit=25&${sort}`

    test('shows everybody once, and nobody twice', async () => {
      const pages = await walk(params, 'next', null)
      expect(pages.map((page) => page.length)).toEqual([25, 25, 25, 25, 25, 5])
      expect(new Set(pages.flat()).size).toBe(crowdSize)
    })

    test('the way back shows the same pages', async () => {
      const pages = await walk(params, 'next', null)
      let cursor: string | null = null
      for (let step = 0; step < 3; step++) {
        cursor = (await listUsers(admin, query(`${params}${cursor ? `&cursor=${cursor}` : ''}`))).next
      }
      const { previous } = await listUsers(admin, query(`${params}&cursor=${cursor}`))
      expect((await walk(params, 'previous', previous)).reverse()).toEqual(pages.slice(0, 3))
    })
  },
)

test('the first page has no previous, the last no next', async () => {
  const first = await listUsers(admin, query(`q=${crowdMark}&limit=100`))
  expect(first).toMatchObject({ previous: null, next: expect.any(String), limit: 100 })
  const last = await listUsers(admin, query(`q=${crowdMark}&limit=100&cursor=${first.next}`))
  expect(last).toMatchObject({ next: null, previous: expect.any(String) })
})

test('somebody who comes in above while one pages back does not shorten the first page', async () => {
  const params = `q=${crowdMark}&limit=25&sort=email&order=desc`
  const first = await listUsers(admin, query(params))
  const second = await listUsers(admin, query(`${params}&cursor=${first.next}`))
  const back = await listUsers(admin, query(`${params}&cursor=${second.previous}`))
  expect(back.users.map((user) => user.id)).toEqual(first.users.map((user) => user.id))
  expect(back.previous).toBeNull()
})

test.each([
  'junk',
  '%00',
  Buffer.from('[]').toString('base64url'),
  Buffer.from(
    JSON.stringify(['created', 'desc', false, 'not a time', '0198c0de-0000-7000-8000-000000000000']),
  ).toString('base64url'),
  ...['+275760-09-13T00:00:00.000Z', '0000-01-01T00:00:00.000Z', '2026', '10000'].map((time) =>
    Buffer.from(JSON.stringify(['created', 'desc', false, time, '0198c0de-0000-7000-8000-000000000000'])).toString(
      'base64url',
    ),
  ),
  Buffer.from(JSON.stringify(['name', 'asc', false, 'x', '0198c0de-0000-7000-8000-000000000000'])).toString(
    'base64url',
  ),
  Buffer.from(JSON.stringify(['created', 'desc', false, '2026-01-01', "' or 1=1"])).toString('base64url'),
])('the cursor %s is refused', async (cursor) => {
  await expect(listUsers(admin, query(`cursor=${cursor}`))).rejects.toMatchObject({ code: 'invalid' })
})

describe('searching', () => {
  test('finds by part of name or address, without case and accents, every word', async () => {
    const user = await newUser({ name: 'Zoë Ångström-Müller', email: 'zo.angstrom@roster.test' })
    for (const q of ['zoe', 'ANGSTROM', 'ström', 'müller zoë', 'zo.angstrom@', 'ROSTER.TEST angstrom']) {
      expect(await emails(`q=${encodeURIComponent(q)}`), q).toContain(user.email)
    }
    expect(await emails('q=zoe+nobody')).not.toContain(user.email)
  })

  test('finds names of other scripts', async () => {
    const user = await newUser({ name: '佐藤 はな' })
    expect(await emails(`q=${encodeURIComponent('佐藤')}`)).toContain(user.email)
  })

  test('takes wildcards as they are', async () => {
    const user = await newUser({ name: '100%_sure\\' })
    for (const q of ['100%_', '%_sure\\']) expect(await emails(`q=${encodeURIComponent(q)}`)).toEqual([user.email])
    expect(await emails(`q=${encodeURIComponent('1%sure')}`)).toEqual([])
  })
})

describe('filters', () => {
  test('by role and status, several at once', async () => {
    const { users: found } = await listUsers(admin, query('role=admin,manager&status=active&limit=100'))
    expect(found.length).toBeGreaterThan(0)
    for (const user of found) expect(['admin', 'manager']).toContain(user.role)
    for (const user of found) expect(user.status).toBe('active')
  })

  test('by time, with the beginning and without the end', async () => {
    const all = `q=${crowdMark}&limit=100`
    const from = await listUsers(admin, query(`${all}&created_after=2026-11-01T00:00:00Z`))
    expect(from.users).toHaveLength(19)
    const before = await countUsers(admin, query(`${all}&created_before=2026-11-01T00:00:00Z`), 'exact')
    expect(before).toEqual({ value: crowdSize - 19, exact: true })
    const never = await listUsers(admin, query(`${all}&last_sign_in=never`))
    expect(never.users).toHaveLength(44)
  })

  test('facets count each value with its own filter put aside', async () => {
    const facets = await countUserFacets(admin, query(`q=${crowdMark}&role=manager`))
    const { role, status } = facets
    expect(role.admin + role.manager + role.user).toBe(crowdSize)
    expect(status.active + status.suspended + status.locked).toBe(role.manager)
    expect(facets.exact).toBe(true)
  })
})

test('who may not list is refused list, count and facets', async () => {
  const actor = await newActor('user')
  await expect(listUsers(actor, query(''))).rejects.toMatchObject({ code: 'forbidden' })
  await expect(countUsers(actor, query(''), 'exact')).rejects.toMatchObject({ code: 'forbidden' })
  await expect(countUserFacets(actor, query(''))).rejects.toMatchObject({ code: 'forbidden' })
})

describe('the history of a user', () => {
  test('says who did what, newest first, page by page', async () => {
    const user = await newUser()
    for (const reason of ['one', 'two', 'three']) await suspendUser(admin, user.id, reason)
    const first = await getUserHistory(admin, user.id, 2)
    expect(first.events.map((event) => event.reason)).toEqual(['three', 'two'])
    expect(first.events[0]?.changes).toMatchObject([
      { before: { statusReason: 'two' }, after: { statusReason: 'three' } },
    ])
    const rest = await getUserHistory(admin, user.id, 2, first.nextBeforeSeq ?? undefined)
    expect(rest.events.map((event) => event.action)).toEqual(['user.suspended', 'user.created'])
    expect(rest.nextBeforeSeq).toBeNull()
  })

  test('a manager sees that of users, not that of managers', async () => {
    const manager = await newActor('manager')
    const [user, other] = [await newUser(), await newUser({ role: 'manager' })]
    await expect(getUserHistory(manager, user.id, 10)).resolves.toBeDefined()
    await expect(getUserHistory(manager, other.id, 10)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(getUserHistory(acting(user), other.id, 10)).rejects.toMatchObject({ code: 'not_found' })
  })
})

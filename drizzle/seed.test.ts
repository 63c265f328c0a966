import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { userRoles, userStatuses } from '@/server/users/user'
import { seedUsers } from './seed'
import { seedPerson } from './seed-people'
import { testDatabase } from './test-database'

const { ownerUrl } = testDatabase()
const client = new pg.Client(ownerUrl)
beforeAll(() => client.connect())
afterAll(() => client.end())

const now = new Date('2026-11-22T12:00:00Z')
const people = (count: number) => Array.from({ length: count }, (_, index) => seedPerson(index, now))

describe('made-up people', () => {
  test('are the same at every making', () => {
    expect(people(50)).toEqual(people(50))
    const later = seedPerson(7, new Date('2027-01-01T00:00:00Z'))
    expect(later).toMatchObject({ id: people(8)[7]?.id, name: people(8)[7]?.name, email: people(8)[7]?.email })
  })

  test('have ids and addresses of their own', () => {
    const many = people(20_000)
    expect(new Set(many.map((person) => person.id)).size).toBe(20_000)
    expect(new Set(many.map((person) => person.email_canonical)).size).toBe(20_000)
  })

  test('are of every role and state, even when they are few', () => {
    const few = people(10)
    expect(new Set(few.map((person) => person.role))).toEqual(new Set(userRoles))
    expect(new Set(few.map((person) => person.status))).toEqual(new Set(userStatuses))
    expect(few.some((person) => person.deleted_at !== null)).toBe(true)
    expect(few.some((person) => person.last_sign_in_at === null)).toBe(true)
  })

  test('have a past in the right order', () => {
    for (const person of people(5000)) {
      const { created_at: made, last_sign_in_at: seen, deleted_at: gone, updated_at: updated } = person
      if (seen !== null) expect(seen >= made, person.email).toBe(true)
      if (gone !== null) expect(gone >= (seen ?? made) && gone <= now.toISOString(), person.email).toBe(true)
      expect(updated >= made && updated <= now.toISOString(), person.email).toBe(true)
      expect(made <= now.toISOString()).toBe(true)
    }
  })
})

describe('seeding', () => {
  const counted = async () => {
    const { rows } = await client.query(`select (select count(*)::int from users) as users,
      (select count(*)::int from events) as events, (select count(*)::int from changes) as changes`)
    return rows[0]
  }

  test('makes as many as are asked for, each with the event and the record of the creation', async () => {
    const told: number[] = []
    expect(await seedUsers(ownerUrl, 2500, (done) => told.push(done))).toBe(2500)
    expect(told.at(-1)).toBe(2500)
    expect(await counted()).toEqual({ users: 2500, events: 2500, changes: 2500 })
  })

  test('tops up, and the second time makes nobody', async () => {
    expect(await seedUsers(ownerUrl, 2600)).toBe(100)
    expect(await seedUsers(ownerUrl, 2600)).toBe(0)
    expect(await seedUsers(ownerUrl, 10)).toBe(0)
    expect(await counted()).toEqual({ users: 2600, events: 2600, changes: 2600 })
  })

  test('leaves the planner knowing how many there are', async () => {
    const { rows } = await client.query("select reltuples::int as count from pg_class where relname = 'users'")
    expect(rows[0]?.count).toBe(2600)
  })

  test('twice at once makes everybody once', async () => {
    const [one, other] = await Promise.all([seedUsers(ownerUrl, 4600), seedUsers(ownerUrl, 4600)])
    expect((one ?? 0) + (other ?? 0)).toBe(2000)
    expect(await counted()).toEqual({ users: 4600, events: 4600, changes: 4600 })
  })
})

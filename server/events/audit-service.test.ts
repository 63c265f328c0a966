import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '@/server/auth/actor'
import { listEvents } from '@/server/events/audit-service'
import type { Event } from '@/server/events/event'
import { defaultEventQuery, type EventQuery } from '@/server/events/event-filter'
import { recordEvent } from '@/server/events/event-service'
import { database } from '@/server/platform/database'
import type { User } from '@/server/users/user'
import { lockUser, suspendUser } from '@/server/users/user-access-service'
import { updateUser } from '@/server/users/user-service'
import { acting, newActor, newUser, system } from '@/server/users/user-test-people'

let admin: Actor
beforeAll(async () => {
  admin = await newActor('admin')
})
const list = (query: Partial<EventQuery>, actor = admin) => listEvents(actor, { ...defaultEventQuery, ...query })
const eventsOf = async (query: Partial<EventQuery>) => (await list(query)).events
const actionsOf = async (query: Partial<EventQuery>) => (await eventsOf(query)).map((event) => event.action)

describe('the audit log', () => {
  test('tells what happened newest first, with every field before and after', async () => {
    const user = await newUser({ name: 'Before' })
    await updateUser(admin, user.id, 1, { name: 'After', email: user.email })
    const [edit, creation] = await eventsOf({ subject: user.id })
    expect([edit?.action, creation?.action]).toEqual(['user.updated', 'user.created'])
    expect(edit?.changes).toMatchObject([{ version: 2, before: { name: 'Before' }, after: { name: 'After' } }])
  })

  test.each(['manager', 'user'] as const)('is closed to a %s', async (role) => {
    const actor = await newActor(role)
    await expect(list({}, actor)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test.each(['junk', 'older.-1', 'newer', 'older.1e3', 'older.1;drop table events'])(
    'refuses %s, which is no cursor',
    async (cursor) => {
      await expect(list({ cursor })).rejects.toMatchObject({ code: 'invalid', fields: { cursor: [expect.anything()] } })
    },
  )
})

describe('the filter', () => {
  let other: Actor
  let ada: User
  beforeAll(async () => {
    other = await newActor('admin')
    ada = await newUser({ name: 'Ada 100%_Lovelace', email: 'ada.filter@roster.test' })
    await suspendUser(other, ada.id, 'On leave')
    await expect(lockUser(acting(ada), ada.id, 'x')).rejects.toBeDefined()
  })

  test('finds by who did it: id, address, part of the name', async () => {
    expect(await actionsOf({ actor: other.id ?? '' })).toEqual(['user.suspended'])
    expect(await actionsOf({ actor: other.id?.toUpperCase() ?? '' })).toEqual(['user.suspended'])
    expect(await actionsOf({ actor: other.email ?? '' })).toEqual(['user.suspended'])
    expect(await actionsOf({ actor: other.name.toUpperCase() })).toEqual(['user.suspended'])
    expect(await eventsOf({ actor: crypto.randomUUID() })).toEqual([])
  })

  test('finds by whom it was about, signs in the name and all', async () => {
    const all = ['user.locked', 'user.suspended', 'user.created']
    expect(await actionsOf({ subject: ada.id })).toEqual(all)
    expect(await actionsOf({ subject: '100%_love' })).toContain('user.suspended')
    expect(await actionsOf({ subject: '100x' })).toEqual([])
    expect(await actionsOf({ subject: '%' })).toEqual([])
    expect(await actionsOf({ subject: '\\' })).toEqual([])
  })

  test('finds one or two letters at the beginning of a name or address only', async () => {
    const wu = await newUser({ name: 'Li Wu', email: 'qx.short@roster.test' })
    for (const short of ['li', 'WU', 'qx']) expect((await eventsOf({ subject: short }))[0]?.subject?.id).toBe(wu.id)
    for (const inside of ['ho', 'xs']) expect(await eventsOf({ subject: inside })).toEqual([])
  })

  test('finds an address that somebody has now in what happened under the old one', async () => {
    const user = await newUser({ email: 'old.filter@roster.test' })
    await updateUser(admin, user.id, 1, { name: user.name, email: 'New.Filter@roster.test' })
    const both = ['user.updated', 'user.created']
    expect(await actionsOf({ subject: 'new.filter@roster.test' })).toEqual(both)
    expect(await actionsOf({ subject: 'old.filter@roster.test' })).toEqual(['user.created'])
  })

  test('finds by action, way, outcome and request', async () => {
    const about = { subject: ada.id }
    expect(await actionsOf({ ...about, action: ['user.created', 'user.suspended'] })).toEqual([
      'user.suspended',
      'user.created',
    ])
    expect(await actionsOf({ ...about, outcome: ['refused'] })).toEqual(['user.locked'])
    expect(await actionsOf({ ...about, outcome: ['done', 'failed'] })).toEqual(['user.suspended', 'user.created'])
    expect(await actionsOf({ ...about, via: ['cli', 'api'] })).toEqual([])
    expect(await actionsOf({ ...about, via: ['web'] })).toHaveLength(3)
    const [suspended] = await eventsOf({ actor: other.id ?? '' })
    expect(await actionsOf({ request: suspended?.requestId ?? 'none' })).toEqual(['user.suspended'])
  })

  test('finds by time, from its beginning until before its end', async () => {
    const [newest] = await eventsOf({ subject: ada.id })
    const at = newest?.createdAt ?? new Date(0)
    const later = new Date(at.getTime() + 1)
    expect(await actionsOf({ subject: ada.id, from: at, to: later })).toContain('user.locked')
    expect(await actionsOf({ subject: ada.id, from: later })).toEqual([])
    expect(await actionsOf({ subject: ada.id, to: at })).not.toContain('user.locked')
  })
})

describe('paging', () => {
  const subject = { kind: 'user', id: crypto.randomUUID(), label: 'Paged Person' } as const
  let all: Event[]
  beforeAll(async () => {
    for (let number = 0; number < 7; number++) {
      await recordEvent(database(), system(), { action: 'session.started', subject, outcome: 'done' })
    }
    all = await eventsOf({ subject: subject.id })
  })
  const seqs = (events: Event[]) => events.map(({ seq }) => seq)

  test.each([1, 2, 3, 6, 7, 8])('by %i goes to the end and back without gaps or repetitions', async (limit) => {
    expect(all).toHaveLength(7)
    const there: number[][] = []
    let page = await list({ subject: subject.id, limit })
    expect(page.previous).toBeNull()
    for (there.push(seqs(page.events)); page.next !== null; there.push(seqs(page.events))) {
      page = await list({ subject: subject.id, limit, cursor: page.next })
    }
    expect(there.flat()).toEqual(seqs(all))
    const back = [seqs(page.events)]
    while (page.previous !== null) {
      page = await list({ subject: subject.id, limit, cursor: page.previous })
      back.unshift(seqs(page.events))
    }
    // The first page is shown whole, also when paging back would leave it short
    expect(new Set(back.flat())).toEqual(new Set(seqs(all)))
    expect(back[0]).toEqual(there[0])
  })

  test('stays where it is while new things happen', async () => {
    const first = await list({ subject: subject.id, limit: 3 })
    await recordEvent(database(), system(), { action: 'session.ended', subject, outcome: 'done' })
    const second = await list({ subject: subject.id, limit: 3, cursor: first.next })
    expect(seqs(second.events)).toEqual(seqs(all).slice(3, 6))
    const newest = await list({ subject: subject.id, limit: 3, cursor: second.previous })
    expect(newest.previous).not.toBeNull()
  })
})

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { eventFeed } from '@/server/events/event-feed'
import { until } from '@/server/events/feed-fixture'
import { listenLive, livePlace, startLive } from '@/server/events/live-service'
import { parsePosition } from '@/server/events/position'
import { getSettings, updateSettings } from '@/server/settings/settings-service'
import { createToken, revokeToken } from '@/server/tokens/token-service'
import type { User, UserRole } from '@/server/users/user'
import { changeUserRole, suspendUser } from '@/server/users/user-access-service'
import { updateUser } from '@/server/users/user-service'
import { acting, newActor, newUser, system } from '@/server/users/user-test-people'
import { type OpenedApi, openApi } from './api-fixture'
import { readStream, type StreamReader } from './stream-fixture'

let api: OpenedApi
const readers: StreamReader[] = []
beforeAll(async () => {
  startLive()
  eventFeed().start()
  await until(() => livePlace() !== null)
  api = await openApi()
})
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close()
})
afterAll(async () => {
  await api.close()
  await eventFeed().stop()
})

async function listen(as: UserRole | string, { after, lastId }: { after?: string; lastId?: string } = {}) {
  const token = as in api.tokens ? api.tokens[as as UserRole] : as
  const path = `/api/events${after === undefined ? '' : `?after=${encodeURIComponent(after)}`}`
  const headers = { Authorization: `Bearer ${token}`, ...(lastId === undefined ? {} : { 'Last-Event-ID': lastId }) }
  const reader = await readStream(api.opened.port, path, headers)
  readers.push(reader)
  return reader
}
const isOpen = (reader: StreamReader) => until(() => reader.messages.length > 0)
const rename = (user: User, version = user.version) =>
  updateUser(system(), user.id, version, { name: `Renamed ${randomUUID().slice(0, 8)}`, email: user.email })
const subjects = (reader: StreamReader) => reader.told().map(({ subject }) => subject.id)

/** Once whatever was committed before has been told. */
async function settled(): Promise<void> {
  const since = performance.now()
  await until(() => eventFeed().hasPassed('live pages', performance.now() - since))
}

describe('who may listen', () => {
  test('administrators and managers; nobody else', async () => {
    expect((await listen('admin')).status).toBe(200)
    expect((await listen('manager')).status).toBe(200)
    expect((await listen('user')).status).toBe(403)
    expect((await api.request('GET', '/api/events', { as: null })).status).toBe(401)
    expect((await api.request('GET', '/api/events', { token: 'rst_wrong' })).status).toBe(401)
  })

  test('an administrator is told of a change within a second: what and who, never the values', async () => {
    const admin = await newActor('admin')
    const user = await newUser()
    await settled()
    const reader = await listen('admin')
    await isOpen(reader)
    const beganAt = performance.now()
    await updateUser(admin, user.id, 1, { name: 'A Secret Name', email: user.email })
    await until(() => subjects(reader).includes(user.id))
    expect(performance.now() - beganAt).toBeLessThan(1000)
    expect(reader.told().find(({ subject }) => subject.id === user.id)).toEqual({
      seq: expect.any(Number),
      action: 'user.updated',
      subject: { kind: 'user', id: user.id },
      actorId: admin.id,
      actorName: admin.name,
      at: expect.any(String),
    })
    expect(JSON.stringify(reader.messages)).not.toContain('A Secret Name')
  })

  test('a manager learns nothing of settings, nor who did what to administrators', async () => {
    const admin = await newActor('admin')
    const [user, other] = [await newUser(), await newUser({ role: 'admin' })]
    await settled()
    const reader = await listen('manager')
    await isOpen(reader)
    const { value, version } = await getSettings(admin)
    await updateSettings(admin, version, { ...value, sessionDays: value.sessionDays === 5 ? 6 : 5 })
    await changeUserRole(admin, other.id, 'manager')
    await suspendUser(admin, user.id, null)
    await until(() => subjects(reader).includes(user.id))
    expect(
      reader.told().map(({ action, subject, actorId, actorName }) => [action, subject.id, actorId, actorName]),
    ).toEqual([
      ['user.updated', other.id, null, null],
      ['user.suspended', user.id, admin.id, admin.name],
    ])
  })

  test('what was refused is told nobody', async () => {
    const [user, last] = [await newUser(), await newUser()]
    await settled()
    const reader = await listen('admin')
    await isOpen(reader)
    await expect(suspendUser(acting(last), user.id, null)).rejects.toThrow()
    await rename(last)
    await until(() => subjects(reader).includes(last.id))
    expect(subjects(reader)).toEqual([last.id])
  })
})

describe('whoever comes back', () => {
  test('is told what was missed, each once, and goes on', async () => {
    const users = await Promise.all(Array.from({ length: 6 }, () => newUser()))
    const [one, two, three, four, five, six] = users as [User, User, User, User, User, User]
    await settled()
    const first = await listen('admin')
    await isOpen(first)
    await rename(one)
    await until(() => subjects(first).includes(one.id))
    await Promise.all([rename(two), rename(three)])
    await until(() => subjects(first).includes(three.id) && subjects(first).includes(two.id))
    first.close()
    const lastId = first.messages.findLast(({ event }) => event === 'message')?.id ?? ''
    await Promise.all([rename(four), rename(five)])
    // From the browser's header, which counts more than the address
    const second = await listen('admin', { lastId, after: livePlace() ?? '' })
    await until(() => second.messages.some(({ event }) => event === 'ready'))
    await rename(six)
    await until(() => subjects(second).includes(six.id))
    expect(subjects(second).sort()).toEqual([four.id, five.id, six.id].sort())
    expect(second.messages.map(({ event }) => event)).not.toContain('resync')
  })

  test('is told what was missed since the middle of a stretch', async () => {
    const users = await Promise.all(Array.from({ length: 8 }, () => newUser()))
    await settled()
    const after = livePlace() ?? ''
    await Promise.all(users.map((user) => rename(user)))
    const all = await listen('admin', { after })
    await until(() => new Set(subjects(all)).size >= 8)
    await settled()
    for (const { id, data } of all.messages.filter(({ event }) => event === 'message')) {
      const rest = await listen('admin', { after: id ?? '' })
      await until(() => rest.messages.some(({ event }) => event === 'ready'))
      const { seq } = JSON.parse(data)
      expect(rest.told().map((message) => message.seq)).toEqual(
        all
          .told()
          .map((message) => message.seq)
          .filter((each) => each > seq),
      )
      rest.close()
    }
  })

  test('asks for everything anew after more than 1,000 changes, from another database, or with what is no place', async () => {
    const after = livePlace() ?? ''
    const elsewhere = after.replace(/^\d+/, '1')
    for (const place of [
      elsewhere,
      'nonsense',
      '1-1~5:3:',
      '',
      '1-1~1:2:~3:4:~0',
      after.replace(/~\d+:\d+/, '~1:9223372036854775807'),
    ]) {
      const reader = await listen('admin', { after: place })
      await until(() => reader.messages.length > 0)
      expect(reader.messages[0], place).toMatchObject({ event: 'resync', id: livePlace() })
      reader.close()
    }
    const user = await newUser()
    for (let version = 1; version <= 1010; version++) await rename(user, version)
    const reader = await listen('admin', { after })
    await until(() => reader.messages.length > 0)
    expect(reader.messages[0]?.event).toBe('resync')
    await rename(user, 1011)
    await until(() => reader.told().length > 0)
  }, 60_000)

  test('many changes at once are told as one', async () => {
    const user = await newUser()
    const after = livePlace() ?? ''
    for (let version = 1; version <= 60; version++) await rename(user, version)
    const reader = await listen('admin', { after })
    await until(() => reader.messages.length > 0)
    expect(reader.told()[0]).toMatchObject({ subject: { kind: 'user', id: null }, actorId: null })
  })
})

describe('a stream ends within a second or so', () => {
  const endsSoon = async (reader: StreamReader) => {
    await until(() => reader.hasEnded(), 2500)
    expect(reader.messages.at(-1)?.event).toBe('reconnect')
  }
  async function member(role: UserRole) {
    const user = await newUser({ role })
    const { token, facts } = await createToken(system(), { userId: user.id, name: 'Test', expiresInDays: 1 })
    return { user, token, tokenId: facts.id }
  }

  test('when the token ends', async () => {
    const { token, tokenId } = await member('admin')
    const reader = await listen(token)
    await isOpen(reader)
    await revokeToken(system(), tokenId)
    await endsSoon(reader)
    expect((await listen(token)).status).toBe(401)
  })

  test('when the account is suspended, or gets another role', async () => {
    const [one, two] = [await member('manager'), await member('admin')]
    const readers = [await listen(one.token), await listen(two.token)] as const
    await Promise.all(readers.map(isOpen))
    await suspendUser(system(), one.user.id, null)
    await changeUserRole(system(), two.user.id, 'manager')
    await Promise.all(readers.map(endsSoon))
  })
})

test('who comes and goes at once has nobody look for what they have missed', async () => {
  const actor = await newActor('manager')
  const from = parsePosition(`${livePlace()?.split('~')[0]}~1:1:`)
  const looks = vi.spyOn(eventFeed(), 'now')
  const listener = { actor, send: () => {}, resync: () => {}, ready: () => {} }
  for (let each = 0; each < 50; each++) listenLive(listener, from)()
  await settled()
  await sleep(300)
  expect(looks.mock.calls.length).toBeLessThanOrEqual(1)
  looks.mockRestore()
})

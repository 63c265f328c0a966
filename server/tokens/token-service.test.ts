import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { apiTokens, events } from '@/drizzle/schema'
import type { Actor } from '@/server/auth/actor'
import { clock } from '@/server/clock'
import { database } from '@/server/platform/database'
import { lowerRole } from '@/server/tokens/token'
import { createToken, findActorByBearer, listTokens, revokeToken } from '@/server/tokens/token-service'
import { changeUserRole, setUserPassword, suspendUser } from '@/server/users/user-access-service'
import { createUser, deleteUser } from '@/server/users/user-service'
import { newActor, newUser } from '@/server/users/user-test-people'

const day = 86_400_000
const request = { requestId: randomUUID(), via: 'api' as const, ip: null, userAgent: null }
let admin: Actor
let manager: Actor
beforeAll(async () => {
  ;[admin, manager] = await Promise.all([newActor('admin'), newActor('manager')])
})
afterEach(() => clock.move(0))

const make = (actor: Actor, userId = actor.id ?? '', role?: 'admin' | 'manager' | 'user') =>
  createToken(actor, { userId, name: 'Nightly report', expiresInDays: 30, ...(role ? { role } : {}) })

describe('a token', () => {
  test('acts as its owner, and is kept as a hash only', async () => {
    const { token, facts } = await make(manager)
    expect(await findActorByBearer(token, request)).toMatchObject({ id: manager.id, role: 'manager', sessionId: null })
    const [row] = await database().select().from(apiTokens).where(eq(apiTokens.id, facts.id))
    expect(JSON.stringify(row)).not.toContain(token)
    const [event] = await database().select().from(events).where(eq(events.requestId, manager.request.requestId))
    expect(event).toMatchObject({ action: 'token.created', details: { tokenId: facts.id, name: 'Nightly report' } })
    expect(JSON.stringify(event)).not.toContain(token)
  })

  test('does no more than its own role, however high its owner rises', async () => {
    const owner = await newUser()
    const { token } = await make(admin, owner.id)
    await changeUserRole(admin, owner.id, 'admin')
    const actor = await findActorByBearer(token, request)
    expect(actor).toMatchObject({ role: 'user', roleMax: 'user' })
    const input = { name: 'X', email: 'token.x@roster.test', role: 'user', mustChangePassword: true } as const
    if (actor) await expect(createUser(actor, input)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('does no more than its owner, however low they fall', async () => {
    const owner = await newUser({ role: 'admin' })
    const { token } = await make(admin, owner.id)
    await changeUserRole(admin, owner.id, 'user')
    expect(await findActorByBearer(token, request)).toMatchObject({ role: 'user' })
  })

  test('ends at its time', async () => {
    const { token } = await make(manager)
    clock.move(30 * day - 1000)
    expect(await findActorByBearer(token, request)).not.toBeNull()
    clock.move(30 * day)
    expect(await findActorByBearer(token, request)).toBeNull()
  })

  test.each([
    ['revoking it', async (_: string, tokenId: string) => revokeToken(admin, tokenId)],
    ['suspending its owner', async (userId: string) => suspendUser(admin, userId, null)],
    ['deleting its owner', async (userId: string) => deleteUser(admin, userId)],
    ['a new password', async (userId: string) => setUserPassword(admin, userId, 'seven wandering herons')],
  ])('%s stops it at once', async (_, act) => {
    const owner = await newUser()
    const { token, facts } = await make(admin, owner.id)
    await act(owner.id, facts.id)
    expect(await findActorByBearer(token, request)).toBeNull()
  })

  test('that is junk is nobody’s', async () => {
    for (const junk of ['', 'roster_', `roster_${'A'.repeat(43)}`, 'x'.repeat(100_000), "' or 1=1"]) {
      expect(await findActorByBearer(junk, request)).toBeNull()
    }
  })
})

describe('who may', () => {
  test('make, see and revoke: one’s own, and administrators those of others', async () => {
    const stranger = await newUser()
    await expect(make(manager, stranger.id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listTokens(manager)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listTokens(manager, stranger.id)).rejects.toMatchObject({ code: 'forbidden' })
    const { facts } = await make(admin, stranger.id)
    await expect(revokeToken(manager, facts.id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await listTokens(admin, stranger.id)).map((token) => token.id)).toEqual([facts.id])
    await revokeToken(admin, facts.id)
    await expect(revokeToken(admin, facts.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('nobody makes one that can do more than its owner', async () => {
    await expect(make(manager, manager.id ?? '', 'admin')).rejects.toMatchObject({ code: 'invalid' })
    expect((await make(manager, manager.id ?? '', 'user')).facts.role).toBe('user')
  })

  test('a token makes no stronger token', async () => {
    const { token } = await make(admin, admin.id ?? '', 'user')
    const actor = await findActorByBearer(token, request)
    if (actor) await expect(make(actor, admin.id ?? '', 'admin')).rejects.toMatchObject({ code: 'invalid' })
    if (actor) expect((await make(actor, admin.id ?? '')).facts.role).toBe('user')
  })
})

test('the smaller right', () => {
  expect(lowerRole('admin', 'user')).toBe('user')
  expect(lowerRole('manager', 'admin')).toBe('manager')
  expect(lowerRole('user', 'user')).toBe('user')
})

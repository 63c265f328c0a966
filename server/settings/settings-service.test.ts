import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '@/server/auth/actor'
import { parse } from '@/server/parse'
import { defaultSettings, settingsSchema } from '@/server/settings/settings'
import { currentSettings, getSettings, getSettingsHistory, updateSettings } from '@/server/settings/settings-service'
import { changeUserRole, suspendUser } from '@/server/users/user-access-service'
import { createUser } from '@/server/users/user-service'
import { newActor } from '@/server/users/user-test-people'

let admin: Actor
beforeAll(async () => {
  admin = await newActor('admin')
})
const person = (email: string) => ({ name: 'P', email, role: 'user' as const, mustChangePassword: true })

describe('settings', () => {
  test('have defaults, and are saved with the version they were made on', async () => {
    const { value, version } = await getSettings(admin)
    expect(value).toEqual(defaultSettings)
    await updateSettings(admin, version, { ...value, sessionDays: 3 })
    expect((await currentSettings()).sessionDays).toBe(3)
  })

  test('saved by somebody else meanwhile are a conflict, and what they saved stays', async () => {
    const { value, version } = await getSettings(admin)
    const both = await Promise.allSettled([
      updateSettings(admin, version, { ...value, sessionDays: 4 }),
      updateSettings(admin, version, { ...value, sessionDays: 5 }),
    ])
    expect(both.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' })
  })

  test('tell what was changed about them, newest first', async () => {
    const { value, version } = await getSettings(admin)
    await updateSettings(admin, version, { ...value, sessionIdleMinutes: value.sessionIdleMinutes + 1 })
    const [newest] = await getSettingsHistory(admin, 1)
    expect(newest).toMatchObject({ action: 'settings.updated', outcome: 'done', actorId: admin.id })
    expect(newest?.changes).toMatchObject([
      {
        before: { sessionIdleMinutes: value.sessionIdleMinutes },
        after: { sessionIdleMinutes: value.sessionIdleMinutes + 1 },
      },
    ])
    await expect(getSettingsHistory(await newActor('manager'), 1)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('are the administrators’', async () => {
    const manager = await newActor('manager')
    await expect(getSettings(manager)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(updateSettings(manager, 1, defaultSettings)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('are asked of the actor as they are now, not as they were at look-up', async () => {
    const [demoted, suspended] = [await newActor('admin'), await newActor('admin')]
    const { value, version } = await getSettings(admin)
    await changeUserRole(admin, demoted.id ?? '', 'user')
    await suspendUser(admin, suspended.id ?? '', null)
    const next = { ...value, sessionDays: 300 }
    await expect(updateSettings(demoted, version, next)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(updateSettings(suspended, version, next)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect((await currentSettings()).sessionDays).not.toBe(300)
  })

  test('restrict domains and allow others, at once', async () => {
    const { value, version } = await getSettings(admin)
    const domains = { restrictedDomains: ['rival.example'], allowedDomains: ['mailinator.com'] }
    await updateSettings(admin, version, { ...value, ...domains })
    await expect(createUser(admin, person('a@mail.rival.example'))).rejects.toMatchObject({
      code: 'restricted_email_domain',
      fields: { email: ['Addresses of this domain are not accepted'] },
    })
    await expect(createUser(admin, person('a@mailinator.com'))).resolves.toBeDefined()
    await expect(createUser(admin, person('a@notrival.example'))).resolves.toBeDefined()
  })
})

test.each([
  { sessionDays: 0 },
  { sessionDays: 1.5 },
  { sessionDays: 'many' },
  { signInFailuresPerAccount: 1_000_000 },
  { restrictedDomains: ['not a domain'] },
  { restrictedDomains: ['@example.com'] },
  { allowedDomains: ['com'] },
  { surprise: true },
])('%j is refused', (wrong) => {
  expect(() => parse(settingsSchema, { ...defaultSettings, ...wrong })).toThrow()
})

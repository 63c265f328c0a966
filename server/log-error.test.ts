import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { users } from '@/drizzle/schema'
import { loggedError } from '@/server/log-error'
import { database } from '@/server/platform/database'
import { newUser } from '@/server/users/user-test-people'

test('a failed query is logged without its values', async () => {
  const user = await newUser({ email: 'very.private@roster.test' })
  const twin = { ...user, nameFolded: '', emailCanonical: user.email, passwordHash: '$argon2id$secret-hash' }
  const error = await database()
    .insert(users)
    .values({ ...twin, id: crypto.randomUUID() })
    .catch((failure: unknown) => failure)
  const line = JSON.stringify(loggedError(error))
  expect(String(error)).toContain('secret-hash')
  expect(line).not.toContain('secret-hash')
  expect(line).not.toContain('very.private')
  expect(line).toContain('insert into')
  expect(line).toContain('users_email_live')
  expect(line).toMatch(/at .*\.(ts|js)/)
})

test('causes are told, and what is no error too', async () => {
  const error = await database()
    .execute(sql`select broken`)
    .catch((failure: unknown) => failure)
  expect(loggedError(error)).toMatchObject({ cause: { code: '42703', message: expect.stringContaining('broken') } })
  expect(loggedError('text')).toEqual({ message: 'text' })
})

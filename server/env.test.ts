import { expect, test } from 'vitest'
import { check } from '@/server/env'

const secret = 'J7nq0a2kTz9sQe4LrXw1Vb8cYd5fGh3u'

test('nothing set means the defaults', () => {
  expect(check({})).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', ROSTER_DATA_DIR: '.data', LOG_LEVEL: 'info' })
})

test('an empty setting counts as absent', () => {
  expect(check({ PORT: '', DATABASE_URL: '' })).toMatchObject({ PORT: 3000 })
})

test.each([
  [{ PORT: 'eighty' }, /PORT must be a number/],
  [{ PORT: '70000' }, /PORT must be 0 to 65535/],
  [{ DATABASE_URL: 'mysql://x', AUTH_SECRET: secret }, /DATABASE_URL must begin with postgres/],
  [{ DATABASE_URL: 'postgres://x' }, /AUTH_SECRET is required with DATABASE_URL/],
  [{ AUTH_SECRET: 'short' }, /AUTH_SECRET must have at least 32 characters/],
  [{ AUTH_SECRET: 'change-me-change-me-change-me-change-me' }, /AUTH_SECRET is an example/],
  [{ AUTH_SECRET: 'a'.repeat(40) }, /AUTH_SECRET is an example/],
  [{ APP_URL: 'roster.example.com' }, /APP_URL must be a whole address/],
  [{ APP_URL: 'ftp://roster.example.com' }, /APP_URL must be a whole address/],
  [{ ROSTER_ADMIN_EMAIL: 'a@example.com' }, /ROSTER_ADMIN_PASSWORD go together/],
  [{ DATABASE_OWNER_URL: 'postgres://x' }, /DATABASE_OWNER_URL needs DATABASE_URL/],
  [{ ROSTER_TRUSTED_PROXIES: '10.0.0.0/8, proxy' }, /ROSTER_TRUSTED_PROXIES must be addresses/],
  [{ ROSTER_TRUSTED_PROXIES: '10.0.0.0/33' }, /ROSTER_TRUSTED_PROXIES must be addresses/],
  [{ ROSTER_TEST_CLOCK: 'on', HOST: '0.0.0.0' }, /ROSTER_TEST_CLOCK is for tests/],
  [{ ROSTER_TEST_CLOCK: 'on', APP_URL: 'https://roster.example.com' }, /ROSTER_TEST_CLOCK is for tests/],
  [{ ROSTER_TEST_CLOCK: 'on', ROSTER_TRUSTED_PROXIES: '127.0.0.1' }, /ROSTER_TEST_CLOCK is for tests/],
  [{ ROSTER_TEST_CLOCK: 'yes' }, /ROSTER_TEST_CLOCK can only be on/],
  [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL must be debug, info/],
])('%j is refused with its name and the reason', (values, message) => {
  expect(() => check(values)).toThrow(message)
})

test('several wrong settings are all named', () => {
  expect(() => check({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT.*LOG_LEVEL/)
})

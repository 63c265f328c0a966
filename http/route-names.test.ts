import { expect, test } from 'vitest'
import { routeNames } from './route-names'

const nameOf = routeNames(['/users', '/users/new', '/users/[userId]', '/api/auth/[...nextauth]', '/'])

test.each([
  ['/', '/'],
  ['/users', '/users'],
  ['/users/new', '/users/new'],
  ['/users/0198c0de-0000-7000-8000-000000000000', '/users/[userId]'],
  ['/users/a%20b', '/users/[userId]'],
  ['/api/auth/callback/credentials', '/api/auth/[...nextauth]'],
  ['/api/v1/users', '/api/v1/users'],
  ['/api/v1/users/42', '/api/v1/users/[id]'],
  ['/api/v1/users/42/suspend', '/api/v1/users/[id]/suspend'],
  ['/healthz', '/healthz'],
  ['/_next/static/chunks/1.js', '/_next/*'],
  ['/wp-admin', '(other)'],
  ['/users/42/more', '(other)'],
  ['/users/', '(other)'],
  ['/__proto__', '(other)'],
  ['//', '(other)'],
])('%s is counted as %s', (path, name) => expect(nameOf(path)).toBe(name))

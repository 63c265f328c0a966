import { changeQuerySchema } from '@/server/events/change'
import { userQuerySchema } from '@/server/users/user-filter'
import { type Operation, query } from './api-operation'

const pageWords = { limit: 'How many a page has', cursor: 'Where to go on: `next` or `previous` of another page' }

const filterWords = {
  q: 'Words that name and address have to hold, in any order',
  role: 'Any of these',
  status: 'Any of these',
  deleted: 'Whether those in the trash are listed: `without` unless asked for',
  created_after: 'At or after this time',
  created_before: 'Before this time',
  last_sign_in_after: 'Last signed in at or after this time',
  last_sign_in_before: 'Last signed in before this time',
  last_sign_in: 'Those who have never signed in',
}
const pagingKeys = { sort: true, order: true, limit: true, cursor: true, count: true } as const

const path = '/api/v1/users/{id}'
const group = 'Users'
const user = { status: 200, is: 'The user as they are now', json: ['User'], headers: ['ETag'] } as const
const reason = { is: 'Reason', example: { reason: 'On leave until March' } } as const

/** What is done to somebody's status: all are asked and answered alike. */
const verb = (id: string, word: string, summary: string, notes?: string): Operation => ({
  id,
  method: 'post',
  path: `${path}/${word}`,
  group,
  summary,
  ...(notes === undefined ? {} : { notes }),
  ifMatch: 'optional',
  isRepeatable: true,
  body: reason,
  answer: user,
  refusals: [404, 409, 412, 413, 422],
})

export const userOperations: Operation[] = [
  {
    id: 'listUsers',
    method: 'get',
    path: '/api/v1/users',
    group,
    summary: 'List users',
    notes:
      'For administrators and managers. A listing is the same however it is paged: nobody is left out or told twice.',
    query: query(userQuerySchema, 'q=ada&role=admin,manager&limit=10', {
      ...filterWords,
      sort: 'By what: `created` unless asked for',
      order: 'Newest first for times and from A for words, unless asked for',
      ...pageWords,
      count: 'How many match in all: not at all, up to 10,000 and then “at least”, or exactly, which takes longer',
    }),
    answer: { status: 200, is: 'A page of users', json: ['UserPage'] },
    refusals: [],
  },
  {
    id: 'countUsers',
    method: 'get',
    path: '/api/v1/users/facets',
    group,
    summary: 'Count users by role and by status',
    notes: 'For administrators and managers. Each count leaves its own filter aside: how many there would be.',
    query: query(userQuerySchema.omit(pagingKeys), 'deleted=with', filterWords),
    answer: { status: 200, is: 'The counts', json: ['UserFacets'] },
    refusals: [],
  },
  {
    id: 'createUser',
    method: 'post',
    path: '/api/v1/users',
    group,
    summary: 'Create a user',
    notes:
      'Managers create users with the role `user` only. Without a password nobody can sign in to the account yet; one that is given must be changed at the first sign-in unless `mustChangePassword` is false.',
    isRepeatable: true,
    body: { is: 'NewUser', example: { name: 'Ada Lovelace', email: 'ada@example.com', role: 'manager' } },
    answer: { status: 201, is: 'The new user', json: ['User'], headers: ['ETag', 'Location'] },
    refusals: [409, 413, 422],
  },
  { id: 'getUser', method: 'get', path, group, summary: 'Read a user', answer: user, refusals: [404] },
  {
    id: 'updateUser',
    method: 'patch',
    path,
    group,
    summary: 'Change name or address',
    notes: 'On exactly the version that If-Match names: nothing is merged.',
    ifMatch: 'required',
    body: { is: 'UserPatch', example: { name: 'Ada King' } },
    answer: user,
    refusals: [404, 409, 412, 413, 428],
  },
  {
    id: 'changeUserRole',
    method: 'put',
    path: `${path}/role`,
    group,
    summary: 'Change the role',
    notes: 'For administrators, and not the own role. Ends the user’s sessions.',
    ifMatch: 'optional',
    body: { is: 'NewRole', example: { role: 'manager' } },
    answer: user,
    refusals: [404, 409, 412, 413],
  },
  verb(
    'suspendUser',
    'suspend',
    'Suspend a user',
    'Ends their sessions; nobody signs in to the account until it is reactivated.',
  ),
  verb('reactivateUser', 'reactivate', 'Reactivate a suspended or locked user'),
  verb('lockUser', 'lock', 'Lock a user', 'Ends their sessions; nobody signs in to the account until it is unlocked.'),
  verb('unlockUser', 'unlock', 'Unlock a locked user', 'Only that: whoever is suspended is reactivated.'),
  {
    id: 'deleteUser',
    method: 'delete',
    path,
    group,
    summary: 'Put a user into the trash',
    notes: 'Ends their sessions, and the address can be used again. What is in the trash can be restored.',
    ifMatch: 'required',
    answer: user,
    refusals: [404, 409, 412, 428],
  },
  verb(
    'restoreUser',
    'restore',
    'Take a user out of the trash',
    'Refused with 409 while somebody else has the address.',
  ),
  {
    id: 'listUserChanges',
    method: 'get',
    path: `${path}/changes`,
    group: 'Changes and events',
    summary: 'List the changes of a user',
    notes: 'Newest first, one for each version. For administrators, and for managers where they look after the user.',
    query: query(changeQuerySchema, 'limit=10', pageWords),
    answer: { status: 200, is: 'A page of changes', json: ['ChangePage'] },
    refusals: [404],
  },
]

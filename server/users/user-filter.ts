import { z } from 'zod'
import { parseParams } from '@/server/parse'
import { isStorableTime } from '@/server/storable-time'
import { userRoles, userStatuses } from '@/server/users/user'
import { cursorMax, queryWordsMax, toUserQuery, type UserQuery, userSorts } from '@/server/users/user-query'

export {
  defaultOrder,
  defaultUserQuery,
  filterOf,
  isFiltered,
  readUserQuery,
  type SortOrder,
  type UserFilter,
  type UserQuery,
  type UserSort,
  userPageLimits,
  userQueryParams,
  userSorts,
} from '@/server/users/user-query'

const commaList = <Value extends string>(values: readonly Value[]) =>
  z
    .string()
    .transform((text) => [...new Set(text.split(',').filter(Boolean))])
    .pipe(z.array(z.enum(values, { error: `Use ${values.join(', ')}` })))

const time = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'Use a time such as 2026-11-22T12:00:00Z, or a date')
  .transform((text) => new Date(text))
  .refine(isStorableTime, 'Use a year from 1900 to 9999')

const fields = {
  q: z
    .string()
    .max(queryWordsMax, `Use at most ${queryWordsMax} characters`)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'This can’t be searched for')
    .trim(),
  role: commaList(userRoles),
  status: commaList(userStatuses),
  deleted: z.enum(['without', 'with', 'only'], 'Use without, with or only'),
  created_after: time,
  created_before: time,
  last_sign_in_after: time,
  last_sign_in_before: time,
  last_sign_in: z.literal('never', 'Use never'),
  sort: z.enum(userSorts, { error: `Use ${userSorts.join(', ')}` }),
  order: z.enum(['asc', 'desc'], 'Use asc or desc'),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'Use a number from 1 to 100')
    .transform(Number)
    .pipe(z.int().min(1, 'Use a number from 1 to 100').max(100, 'Use a number from 1 to 100')),
  cursor: z.string().max(cursorMax, 'This is not a cursor'),
  count: z.enum(['none', 'capped', 'exact'], 'Use none, capped or exact'),
}
/** Strict; the API describes itself by it too. */
export const userQuerySchema = z.strictObject(fields).partial()

/** What the API is asked for. Fails with `invalid` and a message per wrong, unknown or repeated parameter. */
export function parseUserQuery(params: URLSearchParams): UserQuery {
  return toUserQuery(parseParams(userQuerySchema, params))
}

import { z } from 'zod'
import type { EventAction, FieldValues } from '@/server/events/event'
import { parseParams } from '@/server/parse'

/** One version of a record: what made it so, who, and each field before and after. */
export type ChangeRecord = {
  eventId: string
  version: number
  createdAt: Date
  actorId: string | null
  actorLabel: string
  via: string
  action: EventAction
  reason: string | null
  before: FieldValues
  after: FieldValues
  requestId: string
}

export type ChangeQuery = { limit: number; cursor: ChangeCursor | null }
export type ChangePage = { changes: ChangeRecord[]; next: string | null; previous: string | null; limit: number }

/** From which version a page goes on, and whether to earlier or to later ones. */
export type ChangeCursor = { towards: 'older' | 'newer'; version: number }

export function writeChangeCursor({ towards, version }: ChangeCursor): string {
  return `${towards}.${version}`
}

const limitProblem = 'Use a number from 1 to 100'
const cursorShape = /^(older|newer)\.([1-9]\d{0,8})$/

export const changeQuerySchema = z
  .strictObject({
    limit: z
      .string()
      .regex(/^\d{1,3}$/, limitProblem)
      .transform(Number)
      .pipe(z.int().min(1, limitProblem).max(100, limitProblem)),
    cursor: z.string().refine((text) => cursorShape.test(text), 'This is not a cursor'),
  })
  .partial()

/** What the API is asked for. Fails with `invalid` and a message per wrong, unknown or repeated parameter. */
export function parseChangeQuery(params: URLSearchParams): ChangeQuery {
  const { limit = 50, cursor } = parseParams(changeQuerySchema, params)
  return { limit, cursor: cursor === undefined ? null : readChangeCursor(cursor) }
}

function readChangeCursor(text: string): ChangeCursor {
  const [, towards, version] = cursorShape.exec(text) ?? []
  return { towards: towards === 'newer' ? 'newer' : 'older', version: Number(version) }
}

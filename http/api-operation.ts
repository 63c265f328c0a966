import type { z } from 'zod'
import type { AnswerName, BodyName } from './api-schemas'

/**
 * One thing that the API does, as people and programs are told of it. Description, page and the test of completeness
 * come from here; how it is done stands in the routes.
 */
export type Operation = {
  /** What generated clients call it. */
  id: string
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** `{id}` or `{rule}` is the one parameter that a path has. */
  path: string
  group: 'Users' | 'Changes and events' | 'Alerts' | 'Performance' | 'Health' | 'This description'
  summary: string
  notes?: string
  /** For everybody, without a token. */
  isOpen?: true
  query?: QueryParameters
  /** If-Match with the version. */
  ifMatch?: 'required' | 'optional'
  /** Takes an Idempotency-Key. */
  isRepeatable?: true
  body?: { is: BodyName; example: object }
  answer: Answer
  /** Beyond those that any operation with a token has: see `commonRefusals`. */
  refusals: readonly Refusal[]
}

export type Refusal = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 428 | 429 | 503

/** The headers come with the first of the shapes. */
type Answer = { status: 200 | 201; is: string; headers?: readonly ('ETag' | 'Location')[] } & (
  | { json: readonly AnswerName[] }
  | { types: readonly string[] }
)

type QueryParameters = { schema: z.ZodObject; words: Record<string, string>; example: string }

/** What each parameter means: the types see to it that none is forgotten. */
export function query<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  example: string,
  words: { [Name in keyof Shape]: string },
): QueryParameters {
  return { schema, example, words }
}

/** 400 for an unknown parameter, 401 without a token, 403 before the first password is changed, 429 over the limit, 503 without a database. */
export const commonRefusals = [400, 401, 403, 429, 503] as const

export function refusalsOf({ isOpen, refusals }: Operation): Refusal[] {
  return [...new Set([...(isOpen ? [] : commonRefusals), ...refusals])].sort((one, other) => one - other)
}

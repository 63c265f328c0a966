import { z } from 'zod'
import { vias } from '@/server/auth/actor'
import { errorCodes } from '@/server/errors'
import { eventActions, eventOutcomes, subjectKinds } from '@/server/events/event'
import { userRoles, userStatuses } from '@/server/users/user'
import { alertAnswerSchemas, alertBodySchemas } from './alert-schemas'
import { performanceView } from './performance-schema'
import {
  createBodySchema,
  emptyBodySchema,
  patchBodySchema,
  reasonBodySchema,
  roleBodySchema,
} from './user-changes-api'

/*
  What the API answers, once: the description is made from it, and the tests hold every real answer against it. Strict,
  so that a field that leaves unlisted fails a test.
*/

/** ISO 8601, UTC */
const time = z.iso.datetime()
const id = z.uuid()

const user = z.strictObject({
  id,
  name: z.string(),
  email: z.string(),
  role: z.enum(userRoles),
  status: z.enum(userStatuses),
  statusReason: z.string().nullable().describe('Why the status was set, in somebody’s words'),
  statusUntil: time.nullable(),
  version: z.int().min(1).describe('Counts edits; the ETag in quotes'),
  lastSignInAt: time.nullable(),
  createdAt: time,
  updatedAt: time,
  deletedAt: time.nullable().describe('Since when the account is in the trash'),
})

const page = z.strictObject({
  next: z.string().nullable().describe('Give it as `cursor` to go on; null on the last page'),
  previous: z.string().nullable().describe('Give it as `cursor` to go back; null on the first page'),
  limit: z.int(),
})

const counts = <Key extends string>(keys: readonly Key[]) => z.record(z.enum(keys), z.int())
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])
const values = z.record(z.string(), value)
const actor = z.strictObject({
  id: id.nullable().describe('Null for the system itself'),
  label: z.string().describe('Name and address as they were then'),
})
const subject = z.strictObject({
  kind: z.enum(subjectKinds),
  id: z.string(),
  label: z.string().describe('As it was then'),
})
const fieldsBefore = values.describe('The fields that changed, as they were')
const fieldsAfter = values.describe('The same fields, as they became. Secrets say “changed”')

const change = z.strictObject({
  eventId: id,
  version: z.int().min(1),
  createdAt: time,
  actor,
  via: z.enum(vias),
  action: z.enum(eventActions),
  reason: z.string().nullable(),
  before: fieldsBefore,
  after: fieldsAfter,
  requestId: z.string(),
})

const event = z.strictObject({
  id,
  createdAt: time,
  actor,
  via: z.enum(vias),
  action: z.enum(eventActions),
  subject: subject.nullable().describe('About whom or what, with the name of then'),
  outcome: z.enum(eventOutcomes),
  code: z
    .enum([...errorCodes, 'bug'])
    .nullable()
    .describe('Why it was refused or failed'),
  reason: z.string().nullable().describe('In somebody’s words'),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  changes: z.array(z.strictObject({ subject, version: z.int().min(1), before: fieldsBefore, after: fieldsAfter })),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string(),
})

export const answerSchemas = {
  User: user,
  UserPage: z.strictObject({
    data: z.array(user),
    page,
    count: z
      .strictObject({ value: z.int(), exact: z.boolean() })
      .optional()
      .describe('Only where `count` was asked for; not exact means “at least”'),
  }),
  UserFacets: z.strictObject({ role: counts(userRoles), status: counts(userStatuses), exact: z.boolean() }),
  Page: page,
  Actor: actor,
  Subject: subject,
  Values: values,
  Change: change,
  ChangePage: z.strictObject({ data: z.array(change), page }),
  Event: event,
  EventPage: z.strictObject({ data: z.array(event), page }),
  UndoneSettings: z.strictObject({
    eventId: id.nullable().describe('The event of the undoing, which can be undone itself'),
    subject,
    kept: z.array(z.string()).describe('Fields that stay, as they have changed since'),
  }),
  PerformanceView: performanceView,
  ...alertAnswerSchemas,
  Health: z.strictObject({ status: z.enum(['ok', 'ready']) }),
  Problem: z.strictObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional().describe('For people'),
    code: z.enum([...errorCodes, 'bug']).describe('For programs: it never changes'),
    fields: z.record(z.string(), z.array(z.string())).optional().describe('What is wrong, by field or parameter'),
    requestId: z.string().describe('Finds the request in the log and in the audit log'),
  }),
}
export type AnswerName = keyof typeof answerSchemas

/** What is sent: the very schemas that the routes parse with. */
export const bodySchemas = {
  NewUser: createBodySchema,
  UserPatch: patchBodySchema,
  NewRole: roleBodySchema,
  Reason: reasonBodySchema,
  Nothing: emptyBodySchema,
  ...alertBodySchemas,
}
export type BodyName = keyof typeof bodySchemas

import { z } from 'zod'
import { exportFormats } from '@/server/events/event-export-service'
import { eventQuerySchema } from '@/server/events/event-filter'
import { alertOperations } from './alert-operations'
import { type Operation, query } from './api-operation'
import { performanceOperations } from './performance-operations'
import { userOperations } from './user-operations'

const group = 'Changes and events'
const eventFilterWords = {
  actor: 'Who did it: an id, an address, or part of the name or address they had then',
  subject: 'About whom or what: the same',
  action: 'Any of these',
  via: 'Any of these doors',
  outcome: 'Any of these',
  from: 'At or after this time',
  to: 'Before this time; a date means until its end',
  request: 'The id of a request: what it did, or why it was refused',
}

const eventOperations: Operation[] = [
  {
    id: 'listEvents',
    method: 'get',
    path: '/api/v1/events',
    group,
    summary: 'List events',
    notes: 'Newest first: what was done, refused and failed. For administrators.',
    query: query(eventQuerySchema, 'outcome=refused,failed&from=2026-11-01', {
      ...eventFilterWords,
      limit: 'How many a page has: 50 unless asked for',
      cursor: 'Where to go on: `next` or `previous` of another page',
    }),
    answer: { status: 200, is: 'A page of events', json: ['EventPage'] },
    refusals: [],
  },
  {
    id: 'exportEvents',
    method: 'get',
    path: '/api/v1/events/export',
    group,
    summary: 'Export events',
    notes:
      'All that the filter selects, as a file that is written while it is read; the export is an event itself. Each line of JSON lines is an Event, and the last one is `{ "end": true, "rows": … }`: without it the file is not whole. For administrators.',
    query: query(
      eventQuerySchema.omit({ limit: true, cursor: true }).extend({ format: z.enum(exportFormats) }),
      'format=csv&from=2026-11-01',
      {
        format: 'What the file is to be',
        ...eventFilterWords,
      },
    ),
    answer: { status: 200, is: 'The file', types: ['text/csv', 'application/jsonl'] },
    refusals: [],
  },
  {
    id: 'undoEvent',
    method: 'post',
    path: '/api/v1/events/{id}/undo',
    group,
    summary: 'Undo what an event changed',
    notes:
      'Field by field: what has changed since stays as it is, and when that is everything, the answer is 409. Asks for the right to each change that it makes. It is a change itself, and can be undone. An event of a user answers the user; one of the settings answers what was done.',
    isRepeatable: true,
    body: { is: 'Nothing', example: {} },
    answer: { status: 200, is: 'What it was about, as it is now', json: ['User', 'UndoneSettings'], headers: ['ETag'] },
    refusals: [404, 409, 413, 422],
  },
]

const otherOperations: Operation[] = [
  {
    id: 'describe',
    method: 'get',
    path: '/api/v1/openapi.json',
    group: 'This description',
    summary: 'This API for programs, as OpenAPI 3.1',
    isOpen: true,
    answer: { status: 200, is: 'The OpenAPI document', types: ['application/json'] },
    refusals: [],
  },
  {
    id: 'readDescription',
    method: 'get',
    path: '/api/v1/docs',
    group: 'This description',
    summary: 'This API for people, as a page',
    isOpen: true,
    answer: { status: 200, is: 'The page', types: ['text/html'] },
    refusals: [],
  },
  {
    id: 'isAlive',
    method: 'get',
    path: '/healthz',
    group: 'Health',
    summary: 'Whether the program runs',
    isOpen: true,
    answer: { status: 200, is: 'It runs', json: ['Health'] },
    refusals: [],
  },
  {
    id: 'isReady',
    method: 'get',
    path: '/readyz',
    group: 'Health',
    summary: 'Whether it should be sent requests',
    isOpen: true,
    answer: { status: 200, is: 'It is ready', json: ['Health'] },
    refusals: [503],
  },
]

export const operations: readonly Operation[] = [
  ...userOperations,
  ...eventOperations,
  ...performanceOperations,
  ...alertOperations,
  ...otherOperations,
]

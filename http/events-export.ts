import { Hono } from 'hono'
import { z } from 'zod'
import { clock } from '@/server/clock'
import { AppError, appErrorOf } from '@/server/errors'
import type { Event } from '@/server/events/event'
import { type ExportFormat, exportEvents, exportFormats } from '@/server/events/event-export-service'
import { eventFilterOf, parseEventQuery } from '@/server/events/event-filter'
import { log } from '@/server/log'
import { parse } from '@/server/parse'
import type { ApiContext, ApiEnv } from './api'
import { requireApiActor } from './api-actor'
import { eventJson } from './event-json'
import { csvHead, csvOfEvents } from './events-csv'
import { requestIdOf } from './request-facts'

const contentTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl; charset=utf-8',
}

/** All events that a filter selects, as a file that is written while it is read. For administrators. */
export function eventsExportRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/', async (context) => {
    const actor = await requireApiActor(context)
    const { format, filter } = parseExport(context)
    const batches = await exportEvents(actor, filter, format)
    const day = clock.now().toISOString().slice(0, 10)
    return new Response(streamOf(bytes(context, format, batches)), {
      headers: {
        'Content-Type': contentTypes[format],
        'Content-Disposition': `attachment; filename="roster-audit-log-${day}.${format}"`,
      },
    })
  })

  return routes
}

const formatSchema = z.strictObject({ format: z.enum(exportFormats, `Use ${exportFormats.join(' or ')}`) })

function parseExport(context: ApiContext) {
  const { url = '' } = context.env.incoming
  const params = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '')
  const { format } = parse(formatSchema, { format: params.getAll('format').join() })
  params.delete('format')
  const paging = ['limit', 'cursor'].filter((name) => params.has(name))
  if (paging.length > 0) {
    const fields = Object.fromEntries(paging.map((name) => [name, ['An export has no pages.']]))
    throw new AppError('invalid', 'Some fields need another look.', fields)
  }
  return { format, filter: eventFilterOf(parseEventQuery(params)) }
}

/** Half a file must not look like a whole one: what fails cuts the connection, so that no client sees an orderly end. */
async function* bytes(context: ApiContext, format: ExportFormat, batches: AsyncGenerator<Event[]>) {
  const { incoming, outgoing } = context.env
  const encoder = new TextEncoder()
  try {
    for await (const text of texts(format, batches)) yield encoder.encode(text)
  } catch (error) {
    const requestId = requestIdOf(incoming)
    if (appErrorOf(error)) log().warn({ err: error, requestId }, 'an export broke off')
    else log().error({ err: error, requestId }, 'an export broke off')
    outgoing.destroy()
    throw error
  }
}

/** Asks for the next part only when the reader has taken the last, and ends the work when the reader goes away. */
function streamOf(parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      const part = await parts.next()
      if (part.done) controller.close()
      else controller.enqueue(part.value)
    },
    async cancel() {
      await parts.return(undefined)
    },
  }
  // Nothing ahead, or a HEAD would begin an export that nobody reads
  return new ReadableStream(source, { highWaterMark: 0 })
}

async function* texts(format: ExportFormat, batches: AsyncGenerator<Event[]>): AsyncGenerator<string> {
  if (format === 'csv') {
    yield csvHead
    for await (const events of batches) yield csvOfEvents(events)
    return
  }
  let rows = 0
  for await (const events of batches) {
    rows += events.length
    yield events.map((event) => `${JSON.stringify(eventJson(event))}\n`).join('')
  }
  // Whoever reads lines from a file, long after the connection, sees by this one that none is missing
  yield `${JSON.stringify({ end: true, rows })}\n`
}

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { provideEnv } from '@/server/env'
import { timed } from '@/server/measure'
import { pingDatabase } from '@/server/platform/database'
import { startTracing } from '@/server/platform/tracing'
import { ask, type Opened, openDoor } from './door-fixture'

// A collector of our own that takes what a real one would be sent

type Attribute = { key: string; value: { stringValue?: string; intValue?: number } }
type Span = {
  name: string
  traceId: string
  spanId: string
  parentSpanId?: string
  kind: number
  attributes: Attribute[]
}
const spans: Span[] = []
let services: string[] = []
let collector: Server
let opened: Opened
let stop: () => Promise<void>

beforeAll(async () => {
  collector = createServer(async (request, response) => {
    const { resourceSpans } = JSON.parse(await text(request))
    for (const { resource, scopeSpans } of resourceSpans) {
      services = resource.attributes.map((each: Attribute) => `${each.key}=${each.value.stringValue}`)
      for (const scope of scopeSpans) spans.push(...scope.spans)
    }
    response.end('{}')
  }).listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const address = collector.address()
  provideEnv({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`,
  })
  stop = await startTracing('1.2.3')
  opened = await openDoor({
    trustedProxies: ['127.0.0.1'],
    pages: async (_request, response) => {
      await timed('service', 'listUsers', pingDatabase)
      response.statusCode = 503
      response.end()
    },
  })
})
afterAll(async () => {
  await opened.door.drain(1000)
  collector.close()
})

test('a request is a span with its route and id, under that of the proxy, and what it does is a span under it', async () => {
  const trace = '0af7651916cd43dd8448eb211c80319c'
  const headers = { traceparent: `00-${trace}-b7ad6b7169203331-01`, 'X-Request-Id': 'a-request-of-ours' }
  await ask(opened.port, { path: '/somewhere/with/an/id?q=ada@example.com', headers })
  // A stranger says the same, and it is not taken
  const strange = await openDoor()
  await ask(strange.port, { path: '/healthz', headers })
  await strange.door.drain(1000)
  await stop()

  const outer = spans.find(({ name }) => name === 'GET (other)')
  const inner = spans.find((span) => span.name === 'service listUsers')
  expect(outer).toMatchObject({ name: 'GET (other)', traceId: trace, parentSpanId: 'b7ad6b7169203331' })
  expect(inner).toMatchObject({ traceId: trace, parentSpanId: outer?.spanId })
  expect(spans.find((span) => span.name === 'statement select')).toMatchObject({
    traceId: trace,
    parentSpanId: inner?.spanId,
  })
  const strangers = spans.find(({ name }) => name === 'GET /healthz')
  expect(strangers?.traceId).toMatch(/^[0-9a-f]{32}$/)
  expect(strangers?.traceId).not.toBe(trace)
  const attributes = Object.fromEntries(
    (outer?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]),
  )
  expect(attributes).toMatchObject({
    'http.request.method': 'GET',
    'http.route': '(other)',
    'http.response.status_code': 503,
    'roster.request_id': 'a-request-of-ours',
  })
  expect(services).toEqual(expect.arrayContaining(['service.name=roster', 'service.version=1.2.3']))
  // What people searched for and whom they looked at stays here
  expect(JSON.stringify(spans)).not.toMatch(/ada@example|somewhere/)
})

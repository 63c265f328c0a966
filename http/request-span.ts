import type { IncomingMessage } from 'node:http'
import { type Context, context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Arrival } from './arrival'

const tracer = trace.getTracer('roster')

export type RequestSpan = { run<Result>(work: () => Result): Result; end(status: number): void }

/**
 * The span of a request, under the caller's own where a proxy that we trust brings one; and a way to run what belongs
 * to it. Names hold routes, never addresses; who asks for one thing finds it by the request's id. Attributes by the
 * conventions: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function requestSpan(request: IncomingMessage, route: string, arrival: Arrival): RequestSpan {
  const method = request.method ?? 'OTHER'
  const options = { kind: SpanKind.SERVER, attributes: { 'http.request.method': method, 'http.route': route } }
  const span = tracer.startSpan(`${method} ${route}`, options, callerOf(arrival))
  const inside = trace.setSpan(context.active(), span)
  return {
    run: (work) => context.with(inside, work),
    end: (status) => endSpan(span, status, arrival.requestId),
  }
}

function endSpan(span: Span, status: number, requestId: string): void {
  if (span.isRecording()) {
    span.setAttributes({ 'http.response.status_code': status, 'roster.request_id': requestId })
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
  }
  span.end()
}

/** https://www.w3.org/TR/trace-context/#traceparent-header */
function callerOf({ traceparent }: Arrival): Context {
  const [, traceId = '', spanId = '', flags = ''] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? []
  if (!traceId) return ROOT_CONTEXT
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true })
}

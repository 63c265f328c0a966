import { context, trace } from '@opentelemetry/api'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'
import { env } from '@/server/env'
import { log } from '@/server/log'
import { type BreakerOptions, throughBreaker } from '@/server/platform/circuit-breaker'

/** Spans that may wait; beyond that new ones are dropped, so that a collector that is away costs no memory. */
const waitingMax = 2048
const breaker: BreakerOptions = { label: 'traces', failures: 3, halfOpenAfterMs: 30_000, timeoutMs: 6000 }

/**
 * Sends traces by OTLP over HTTP to OTEL_EXPORTER_OTLP_ENDPOINT, and does nothing where that is not set. Without it the
 * calls of the API that stand in the code cost next to nothing, and the parts that send are not even loaded. Answers
 * how to stop, which sends what waits, for at most 3 s.
 */
export async function startTracing(version: string): Promise<() => Promise<void>> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: service } = env()
  if (endpoint === undefined) return async () => {}
  const [sdk, resources, { OTLPTraceExporter }, { AsyncLocalStorageContextManager }] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/context-async-hooks'),
  ])
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: 5000 })
  const guarded: SpanExporter = {
    export: (spans, done) => {
      const sending = throughBreaker('traces', breaker, () => sent(exporter, spans))
      sending.then(
        () => done({ code: 0 }),
        (error: Error) => done({ code: 1, error }),
      )
    },
    shutdown: () => exporter.shutdown(),
  }
  const provider = new sdk.TracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': service, 'service.version': version }),
    spanProcessors: [
      new sdk.BatchSpanProcessor({ exporter: guarded, maxQueueSize: waitingMax, scheduledDelayMillis: 1000 }),
    ],
  })
  trace.setGlobalTracerProvider(provider)
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  return async () => {
    await provider.forceFlush({ timeoutMillis: 3000 }).catch((error: unknown) => {
      log().warn({ err: error }, 'the last traces could not be sent')
    })
    await provider.shutdown()
  }
}

function sent(exporter: SpanExporter, spans: ReadableSpan[]): Promise<void> {
  return new Promise((resolve, reject) => {
    exporter.export(spans, ({ code, error }) => {
      if (code === 0) resolve()
      else reject(error ?? new Error('the collector did not take them'))
    })
  })
}

import { context, trace } from '@opentelemetry/api'
import { env } from '@/server/env'
import { log } from '@/server/log'

/** Spans that may wait; beyond that new ones are dropped, so that a collector that is away costs no memory. */
const waitingMax = 2048

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
  const provider = new sdk.TracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': service, 'service.version': version }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter, maxQueueSize: waitingMax, scheduledDelayMillis: 1000 })],
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

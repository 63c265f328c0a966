import type { PerformanceView } from '@/server/performance/performance'

/** What went wrong with a question, as far as a person should know. `status` is 0 where no answer came. */
export type PerformanceFailure = { status: number; message: string; requestId: string | undefined }

export class PerformanceError extends Error {
  override name = 'PerformanceError'
  readonly failure: PerformanceFailure

  constructor(failure: PerformanceFailure) {
    super(failure.message)
    this.failure = failure
  }
}

/** The figures that these parameters ask for. Fails with a PerformanceError. */
export async function fetchPerformance(asked: string, signal: AbortSignal): Promise<PerformanceView> {
  const answer = await fetch(`/api/v1/performance${asked && `?${asked}`}`, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error
    throw new PerformanceError({ status: 0, message: 'Roster did not answer.', requestId: undefined })
  })
  if (answer.ok) return answer.json()
  const problem: { detail?: string; requestId?: string } = await answer.json().catch(() => ({}))
  throw new PerformanceError({
    status: answer.status,
    message: problem.detail ?? 'Something went wrong on our side.',
    requestId: problem.requestId ?? answer.headers.get('x-request-id') ?? undefined,
  })
}

export function failureOf(error: Error): PerformanceFailure {
  if (error instanceof PerformanceError) return error.failure
  return { status: 0, message: 'The answer could not be read.', requestId: undefined }
}

/** What is refused now would be refused again: who asks is not, or no longer, one who may. */
export function isRefusal({ status }: PerformanceFailure): boolean {
  return status === 401 || status === 403 || status === 404
}

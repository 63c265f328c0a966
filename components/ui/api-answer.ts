/** What went wrong with a question, as far as a person should know. `status` is 0 where no answer came. */
export type ApiFailure = { status: number; message: string; requestId: string | undefined }

export class ApiError extends Error {
  override name = 'ApiError'
  readonly failure: ApiFailure

  constructor(failure: ApiFailure) {
    super(failure.message)
    this.failure = failure
  }
}

/** Asks the API, such as `/users?limit=25`. Fails with an ApiError where there is no answer, or a bad one. */
export async function askApi(path: string, signal: AbortSignal): Promise<Response> {
  const answer = await fetch(`/api/v1${path}`, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error
    throw new ApiError({ status: 0, message: 'Roster did not answer.', requestId: undefined })
  })
  if (answer.ok) return answer
  const problem: { detail?: string; requestId?: string } = await answer.json().catch(() => ({}))
  throw new ApiError({
    status: answer.status,
    message: problem.detail ?? 'Something went wrong on our side.',
    requestId: problem.requestId ?? answer.headers.get('x-request-id') ?? undefined,
  })
}

export function failureOf(error: Error): ApiFailure {
  if (error instanceof ApiError) return error.failure
  return { status: 0, message: 'The answer could not be read.', requestId: undefined }
}

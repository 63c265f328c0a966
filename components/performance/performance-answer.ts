import { type ApiFailure, askApi } from '@/components/ui/api-answer'
import type { PerformanceView } from '@/server/performance/performance'

/** The figures that these parameters ask for. Fails with an ApiError. */
export async function fetchPerformance(asked: string, signal: AbortSignal): Promise<PerformanceView> {
  return (await askApi(`/performance${asked && `?${asked}`}`, signal)).json()
}

/** What is refused now would be refused again: who asks is not, or no longer, one who may. */
export function isRefusal({ status }: ApiFailure): boolean {
  return status === 401 || status === 403 || status === 404
}

import { performanceQuerySchema } from '@/server/performance/performance'
import { type Operation, query } from './api-operation'

export const performanceOperations: Operation[] = [
  {
    id: 'getPerformance',
    method: 'get',
    path: '/api/v1/performance',
    group: 'Performance',
    summary: 'How the console does: load, speed, errors and its parts',
    notes:
      'Durations in milliseconds, sizes in bytes. Percentiles are of all requests of all instances, within 1 %. Seconds are kept for an hour, ten of them for a day, minutes and hours for 30 days. For administrators.',
    query: query(performanceQuerySchema, 'range=5m', {
      range: 'How far back from now: `1h` unless asked for',
      from: 'In place of a range: from this second since 1970',
      to: 'Until this second since 1970',
      instance: 'Of this one alone; all of them together unless asked for',
    }),
    answer: { status: 200, is: 'The figures', json: ['PerformanceView'] },
    refusals: [],
  },
]

import { appErrorOf } from '@/server/errors'
import { timed } from '@/server/measure'

/**
 * A function of the services with its duration and its end measured under `service|<name> done`, `refused` (somebody
 * can act on it) or `failed`.
 */
export function operation<Given extends unknown[], Result>(
  name: string,
  work: (...given: Given) => Promise<Result>,
): (...given: Given) => Promise<Result> {
  return (...given) => timed('service', name, () => work(...given), outcomeOf)
}

/** A database that is away refuses nobody: that failed. */
export function outcomeOf(error: unknown): 'refused' | 'failed' {
  const known = appErrorOf(error)
  return known !== null && known.code !== 'unavailable' ? 'refused' : 'failed'
}

import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  isBrokenCircuitError,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
} from 'cockatiel'
import { watch } from '@/server/measure'
import { processWide } from '@/server/platform/process-wide'

export type BreakerOptions = {
  /** How the dashboard calls it. Several may share one and are then shown by the worst; never an id. */
  label: string
  /** So many failures one after another open it. */
  failures: number
  /** After so long one call is let through to see whether it goes again. */
  halfOpenAfterMs: number
  /** No call takes longer, whether or not the work listens to its signal. */
  timeoutMs: number
}

export type BreakerState = {
  name: string
  label: string
  state: 'closed' | 'half-open' | 'open'
  /** When it came into this state. */
  since: Date
  lastError: string | null
  lastErrorAt: Date | null
}

/** The call was not made: the last ones failed, and it is not time for another try. */
export class BreakerOpenError extends Error {
  override name = 'BreakerOpenError'
}

type Kept = {
  options: BreakerOptions
  policy: CircuitBreakerPolicy
  since: Date
  lastError: string | null
  lastErrorAt: Date | null
}

const breakers = () => processWide('breakers', () => new Map<string, Kept>())

/**
 * Makes an outside call that may not hold anybody up: closed it goes through, open it fails at once, and half-open one
 * call is the test while all others fail at once. `work` gets the signal that ends it. Fails with BreakerOpenError, as
 * the work does, or after the time with what says so. A call that the caller gave up counts neither way.
 */
export async function throughBreaker<Result>(
  name: string,
  options: BreakerOptions,
  work: (signal: AbortSignal) => Promise<Result>,
  givenUp?: AbortSignal,
): Promise<Result> {
  const kept = provide(name, options)
  // The library lets others wait for the end of the test, and then forgets that they may have given up
  if (kept.policy.state === CircuitState.HalfOpen) throw new BreakerOpenError(`${name} is being tried`)
  const limit = timeout(options.timeoutMs, TimeoutStrategy.Aggressive).dangerouslyUnref()
  try {
    return await kept.policy.execute(async ({ signal }) => {
      try {
        return await limit.execute(({ signal: ended }) => work(ended), signal)
      } catch (error) {
        if (givenUp?.aborted) throw new GivenUpError('given up')
        throw error instanceof TaskCancelledError ? new Error(`no answer within ${options.timeoutMs / 1000} s`) : error
      }
    }, givenUp)
  } catch (error) {
    if (isBrokenCircuitError(error)) throw new BreakerOpenError(`${name} is open`)
    if (!(error instanceof GivenUpError)) {
      kept.lastError = error instanceof Error ? error.message : String(error)
      kept.lastErrorAt = new Date()
    }
    throw error
  }
}

/** All that were ever used in this process. */
export function breakerStates(): BreakerState[] {
  return [...breakers()].map(([name, { options, policy, since, lastError, lastErrorAt }]) => {
    return { name, label: options.label, state: words[policy.state], since, lastError, lastErrorAt }
  })
}

/** Forgets it with its failures: when what it stood before is gone, or is to be tried at once. */
export function removeBreaker(name: string): void {
  breakers().delete(name)
}

class GivenUpError extends Error {}

const words = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
} as const
const levels = { closed: 0, 'half-open': 1, open: 2 }

function provide(name: string, options: BreakerOptions): Kept {
  const found = breakers().get(name)
  if (found) return found
  const made = make(options)
  breakers().set(name, made)
  watch(`breaker|${options.label}`, () => worstOf(options.label))
  return made
}

function worstOf(label: string): number | null {
  const all = breakerStates().filter((each) => each.label === label)
  return all.length > 0 ? Math.max(...all.map(({ state }) => levels[state])) : null
}

function make(options: BreakerOptions): Kept {
  // Half-open the test decides, however it ends; else what the caller gave up says nothing of the other side
  const counts = (error: Error) => !(error instanceof GivenUpError) || policy.state === CircuitState.HalfOpen
  const policy = circuitBreaker(handleWhen(counts), {
    halfOpenAfter: options.halfOpenAfterMs,
    breaker: new ConsecutiveBreaker(options.failures),
  })
  const kept: Kept = { options, policy, since: new Date(), lastError: null, lastErrorAt: null }
  policy.onStateChange(() => {
    kept.since = new Date()
  })
  return kept
}

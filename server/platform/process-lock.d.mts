/** Takes the machine-wide lock of that name and returns what lets it go again, or null where another process has it. */
export function tryProcessLock(name: string): Promise<(() => Promise<void>) | null>

/** The same, waiting up to `timeoutMs` for its turn; null when that has passed. */
export function processLock(name: string, timeoutMs: number): Promise<(() => Promise<void>) | null>

/** The process id of the lock's holder, 0 when it does not say, null when nobody holds the lock. */
export function processLockHolder(name: string): Promise<number | null>

/**
 * The name of a data directory's lock, made from a secret that lies in it: it holds through every path to the directory
 * and for copies of it, and nobody who cannot read the directory can take the lock first.
 */
export function lockName(dataDir: string, purpose: string): string

/** Takes the machine-wide lock of that name and returns what lets it go again, or null where another process has it. */
export function tryProcessLock(name: string): Promise<(() => Promise<void>) | null>

/** The same, waiting up to `timeoutMs` for its turn; null when that has passed. */
export function processLock(name: string, timeoutMs: number): Promise<(() => Promise<void>) | null>

/** The process id of the lock's holder, 0 when it does not say, null when nobody holds the lock. */
export function processLockHolder(name: string): Promise<number | null>

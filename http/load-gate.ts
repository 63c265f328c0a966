export type LoadGateOptions = {
  /** How many are worked on at once: to begin with, and the bounds between which it follows the load. */
  start: number
  least: number
  most: number
  /** How long a request may stand before the gate while there is always a line; longer where it was empty just now. */
  waitMs: number
  /** So many may stand there in any case: after a quiet time the pace says nothing of what could be served. */
  lineLeast: number
}
type Waiting = { since: number; isGone: () => boolean; go(isLetIn: boolean): void }

/** A moment’s crowd is better served late than sent away; a line that lasts must be short, or all are served late. */
const patienceMs = 2000

const slowLoopMs = 40
const quickLoopMs = 20

/**
 * Lets so many requests of a kind through at once that the event loop turns quickly: in each turn node takes in one new
 * connection, so a loop of a hundred started pages is deaf. The others stand in line, as many as can be served in time
 * at the present pace; whoever comes then is refused at once.
 */
export class LoadGate {
  private readonly options: LoadGateOptions
  private readonly line: Waiting[] = []
  private limit: number
  private inside = 0
  private left = 0
  private perSecond = 0
  private hadLine = false
  /** Since when somebody has always stood there. */
  private lineSince = 0

  constructor(options: LoadGateOptions) {
    this.options = options
    this.limit = options.start
  }

  get figures() {
    return { limit: Math.floor(this.limit), inside: this.inside, waiting: this.line.length }
  }

  /** Whether it may go through: at once, or when its turn has come. Who goes through leaves again. */
  enter(now: number, isGone: () => boolean): boolean | Promise<boolean> {
    if (this.line.length === 0 && this.inside < Math.floor(this.limit)) {
      this.inside++
      return true
    }
    this.hadLine = true
    const { waitMs, lineLeast } = this.options
    const room = Math.max((this.perSecond * waitMs) / 1000, lineLeast)
    if (this.line.length >= room) return false
    if (this.line.length === 0) this.lineSince = now
    return new Promise((resolve) => this.line.push({ since: now, isGone, go: resolve }))
  }

  leave(now: number): void {
    this.inside--
    this.left++
    this.letIn(now)
  }

  /** Called regularly, with how late the event loop was. */
  adjust(loopDelayMs: number, sinceMs: number, now: number): void {
    const { least, most } = this.options
    this.perSecond = this.perSecond * 0.8 + ((this.left * 1000) / sinceMs) * 0.2
    this.left = 0
    if (loopDelayMs > slowLoopMs && this.inside > 0) this.limit = Math.max(least, this.limit * 0.8)
    else if (this.hadLine && loopDelayMs < quickLoopMs) this.limit = Math.min(most, this.limit * 1.1)
    this.hadLine = this.line.length > 0
    this.letIn(now)
  }

  private letIn(now: number): void {
    const lasts = now - this.lineSince > patienceMs
    const waitMs = lasts ? this.options.waitMs : Math.max(this.options.waitMs, patienceMs)
    for (let first = this.line[0]; first; first = this.line[0]) {
      const isLate = now - first.since > waitMs
      if (!isLate && !first.isGone() && this.inside >= Math.floor(this.limit)) return
      this.line.shift()
      const isLetIn = !isLate && !first.isGone()
      if (isLetIn) this.inside++
      first.go(isLetIn)
    }
  }
}

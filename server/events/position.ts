/**
 * How far a follower of the event feed has come. Not a number: who commits later may have taken a lower one. What is
 * handled is what `done`, a snapshot of the database (pg_current_snapshot), sees; while a stretch is under way, also
 * what `target`, a later snapshot, sees up to `seq`.
 */
export type Position = { database: string; done: string; target: string | null; seq: number }

export type Snapshot = { xmin: bigint; xmax: bigint; open: string[] }

const snapshotShape = /^\d{1,20}:\d{1,20}:(\d{1,20}(,\d{1,20})*)?$/
const databaseShape = /^\d{1,20}-\d{1,10}$/
/** What a header may hold; whoever names a longer one starts anew. */
const textMax = 4000

/** `xmin:xmax:open,open` as PostgreSQL writes it: everything below xmax is over, but for what is open. */
export function parseSnapshot(text: string): Snapshot {
  const [xmin = '0', xmax = '0', open = ''] = text.split(':')
  return { xmin: BigInt(xmin), xmax: BigInt(xmax), open: open === '' ? [] : open.split(',') }
}

export function startingAt(database: string, snapshot: string): Position {
  return { database, done: snapshot, target: null, seq: 0 }
}

/** What of another database (restored, or made anew) is: its transactions say nothing about those here. */
export function isElsewhere(position: Position, now: Position): boolean {
  const last = parseSnapshot(position.target ?? position.done)
  return position.database !== now.database || last.xmax > parseSnapshot(now.done).xmax
}

/** For the id of a message; null where it is too long for one, as with thousands of open transactions. */
export function positionText({ database, done, target, seq }: Position): string | null {
  const text = target === null ? `${database}~${done}` : `${database}~${done}~${target}~${seq}`
  return text.length > textMax ? null : text
}

/** Null for what is no position: it comes from the address or a header, so it may be anything. */
export function parsePosition(text: string): Position | null {
  const [database = '', done = '', target = null, seq = '0', ...rest] = text.split('~')
  const isWhole = (target === null) === (seq === '0') && rest.length === 0 && text.length <= textMax
  const snapshots = target === null ? [done] : [done, target]
  if (!isWhole || !databaseShape.test(database) || !/^\d{1,15}$/.test(seq)) return null
  if (!snapshots.every((each) => snapshotShape.test(each) && isOrdered(parseSnapshot(each)))) return null
  return { database, done, target, seq: Number(seq) }
}

/** What PostgreSQL takes for a snapshot: in order, within its bounds, and of numbers that it has. */
function isOrdered({ xmin, xmax, open }: Snapshot): boolean {
  let last = xmin
  for (const each of open.map(BigInt)) {
    if (each < last || each >= xmax) return false
    last = each
  }
  return xmin > 0n && xmin <= xmax && xmax < 2n ** 63n
}

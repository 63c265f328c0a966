const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "38 min ago", "yesterday", "in 3 days"; from a month on the date. Counts hours, not midnights, so it needs no zone. */
export function relativeWords(at: Date, now: Date): string {
  const ms = now.getTime() - at.getTime()
  const distance = Math.abs(ms)
  if (distance < minute) return ms >= 0 ? 'just now' : 'in a moment'
  if (distance >= 30 * day) return dateWords(at)
  if (distance >= day && distance < 2 * day) return ms > 0 ? 'yesterday' : 'tomorrow'
  const words =
    distance < hour
      ? `${Math.floor(distance / minute)} min`
      : distance < day
        ? `${Math.floor(distance / hour)} h`
        : `${Math.floor(distance / day)} days`
  return ms > 0 ? `${words} ago` : `in ${words}`
}

/** "14 Mar 2024", in UTC. Put together by hand: the server's Intl and the browser's need not agree. */
export function dateWords(at: Date): string {
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`
}

/** "24 Nov 2026, 13:54:07 UTC". */
export function exactWords(at: Date): string {
  return `${dateWords(at)}, ${at.toISOString().slice(11, 19)} UTC`
}

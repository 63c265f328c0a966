const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const formats = new Map<string, Intl.DateTimeFormat>()

export type TimeParts = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string> & {
  monthNumber: number
}

/** What calendar and clock show in a zone. `at` in seconds since 1970. */
export function partsIn(zone: string, at: number): TimeParts {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at * 1000)
      .map(({ type, value }) => [type, value]),
  )
  const { year = '', month = '1', day = '', hour = '', minute = '', second = '' } = parts
  const monthNumber = Number(month)
  return { year, month: months[monthNumber - 1] ?? '', monthNumber, day, hour, minute, second }
}

/** "13:52:40". */
export function clockTime(at: number, zone: string): string {
  const { hour, minute, second } = partsIn(zone, at)
  return `${hour}:${minute}:${second}`
}

/** "13:52:40" within a day, "22 Nov, 13:52" where the stretch is longer than that. */
export function momentWords(at: number, zone: string, spanSeconds: number): string {
  if (spanSeconds <= 86_400) return clockTime(at, zone)
  const { day, month, hour, minute } = partsIn(zone, at)
  return `${Number(day)} ${month}, ${hour}:${minute}`
}

/** "Europe/Berlin" as people say it: "CET", or "GMT+8" where the zone has no letters of its own. */
export function zoneWords(zone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' }).formatToParts(at * 1000)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
}

/** Making one takes a millisecond, and they are needed by the hundred. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(zone, format)
  }
  return format
}

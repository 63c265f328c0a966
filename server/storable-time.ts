/** A time that anybody means: PostgreSQL can't read the year 0, nor JavaScript's beyond 9999. */
export function isStorableTime(time: Date): boolean {
  const year = time.getUTCFullYear()
  return year >= 1900 && year <= 9999
}

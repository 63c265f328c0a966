import { exactWords, relativeWords } from './time-words'

type Props = {
  at: Date | string
  /** The moment of the page. The server's, handed down, so that server and browser write the same words */
  now: Date | string
  className?: string
}

/** "38 min ago", with the exact time for whoever points at it. */
export function RelativeTime({ at, now, className }: Props) {
  const date = new Date(at)
  return (
    <time dateTime={date.toISOString()} title={exactWords(date)} className={className}>
      {relativeWords(date, new Date(now))}
    </time>
  )
}

/** "24 Nov 2026, 13:54:07 UTC". */
export function ExactTime({ at, className }: Omit<Props, 'now'>) {
  const date = new Date(at)
  return (
    <time dateTime={date.toISOString()} className={className}>
      {exactWords(date)}
    </time>
  )
}

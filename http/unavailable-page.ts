import type { AppError } from '@/server/errors'
import { plainPage } from './plain-page'

export type OtherAnswer = { status: number; headers: Record<string, string>; body: string }

/** What browsers are shown where a page can't be made as the database is away. */
export function unavailablePage(
  { message, retryAfterSeconds = 5 }: AppError,
  method: string,
  requestId: string,
): OtherAnswer {
  // What was sent is not sent again by itself: nobody knows whether it was done
  const again = method === 'GET' ? 'This page tries again by itself.' : 'Go back to see what you have entered.'
  const title = 'This page can’t be shown right now'
  const body = plainPage({ title, words: `${message} ${again}`, requestId })
  const headers: Record<string, string> = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': `${Buffer.byteLength(body)}`,
    'Retry-After': `${retryAfterSeconds}`,
    ...(method === 'GET' ? { Refresh: `${retryAfterSeconds}` } : {}),
  }
  return { status: 503, headers, body }
}

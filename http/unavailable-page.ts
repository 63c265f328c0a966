import type { AppError } from '@/server/errors'

export type OtherAnswer = { status: number; headers: Record<string, string>; body: string }

/** What browsers are shown where a page can't be made as the database is away: it needs no database, nor a script. */
export function unavailablePage(
  { message, retryAfterSeconds = 5 }: AppError,
  method: string,
  requestId: string,
): OtherAnswer {
  // What was sent is not sent again by itself: nobody knows whether it was done
  const again = method === 'GET' ? 'This page tries again by itself.' : 'Go back to see what you have entered.'
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Not available right now · Roster</title>
</head>
<body style="margin:0;padding:15vh 1.5rem;font:1rem/1.5 system-ui,sans-serif">
<main role="alert" style="max-width:32rem;margin:auto">
<h1 style="font-size:1.25rem">This page can’t be shown right now</h1>
<p>${escaped(message)} ${again}</p>
<p><small>Request ${escaped(requestId)}</small></p>
</main>
</body>
</html>
`
  const headers: Record<string, string> = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': `${Buffer.byteLength(body)}`,
    'Retry-After': `${retryAfterSeconds}`,
    ...(method === 'GET' ? { Refresh: `${retryAfterSeconds}` } : {}),
  }
  return { status: 503, headers, body }
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

import type { ServerResponse } from 'node:http'

/** What browsers are shown until the pages can be: the database may be away, and the program waits for it. */
export function sendStarting(response: ServerResponse): void {
  response.writeHead(503, { 'Content-Type': 'text/html; charset=utf-8', 'Retry-After': '2', Refresh: '2' })
  response.end(
    '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Roster is starting</title>' +
      '<h1>Roster is starting</h1><p>It may be waiting for its database. This page tries again by itself.</p></html>',
  )
}

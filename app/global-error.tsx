'use client'

import './globals.css'
import ErrorPage from './error'

type Props = { error: unknown; retry: () => void }

/** When the root layout itself fails, so it brings its own document. */
export default function GlobalError({ error, retry }: Props) {
  return (
    <html lang="en">
      <body>
        <title>This page could not be shown · Roster</title>
        <main>
          <ErrorPage error={error} retry={retry} />
        </main>
      </body>
    </html>
  )
}

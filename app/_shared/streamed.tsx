import 'server-only'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { LateBoundary } from '@/components/layout/late-boundary'
import { withRequestId } from './request-id-on-error'

type Props = { fallback: ReactNode; content: Promise<ReactNode> }

/**
 * A page that shows its skeleton only where a script can put the content in its place later. As a document it is sent
 * whole: it works without script, and what does not exist answers 404, which a `loading.tsx` makes a 200.
 */
export async function Streamed({ fallback, content }: Props) {
  const named = withRequestId(content)
  const whole = (await isDocument()) ? await named : null
  return <LateBoundary fallback={fallback}>{whole ?? <Later content={named} />}</LateBoundary>
}

async function Later({ content }: Pick<Props, 'content'>) {
  return await content
}

/** Not what a page that is open already fetches; a client that does not say is taken at its plainest. */
async function isDocument(): Promise<boolean> {
  const destination = (await headers()).get('sec-fetch-dest')
  return destination === null || destination === 'document'
}

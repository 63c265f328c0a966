import 'server-only'
import { notFound } from 'next/navigation'
import { appErrorOf } from '@/server/errors'

/**
 * The value, or Next's 404 page for what does not exist or may not be seen: whoever guesses an address learns nothing
 * from the answer. Everything else goes on to the error page.
 */
export async function orNotFound<Value>(reading: Promise<Value>): Promise<Value> {
  try {
    return await reading
  } catch (error) {
    const code = appErrorOf(error)?.code
    if (code === 'not_found' || code === 'forbidden' || code === 'invalid_id') notFound()
    throw error
  }
}

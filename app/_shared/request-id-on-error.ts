import 'server-only'
import { requestFacts } from '@/server/auth/auth-session'

/**
 * The same work; what it fails with bears the id of the request. Next shows the digest of an error to the page for
 * errors, and takes one that is there already: so the id on the screen is the one in the log and in the audit log.
 * Next's own signals, redirect and not found, have a digest and pass as they are.
 */
export async function withRequestId<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && !('digest' in error)) {
      Object.assign(error, { digest: (await requestFacts()).requestId })
    }
    throw error
  }
}

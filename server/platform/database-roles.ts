import { env } from '@/server/env'

export type DatabaseRoles = {
  /** The address as which to migrate. */
  ownerUrl: string
  webUrl: string
  /** The role that serves and is given its rights; null where the owner itself serves. */
  webRole: string | null
}

/** Who migrates and who serves, once the database's address is known. */
export function databaseRoles(): DatabaseRoles {
  const { DATABASE_URL: webUrl = '', DATABASE_OWNER_URL: ownerUrl = webUrl } = env()
  return { ownerUrl, webUrl, webRole: ownerUrl === webUrl ? null : roleIn(webUrl) }
}

/** Not by URL, which does not take the form for a socket: postgres://user@/database?host=/run/postgresql */
function roleIn(url: string): string {
  return decodeURIComponent(/^\w+:\/\/([^:@/?]*)/.exec(url)?.[1] ?? '')
}

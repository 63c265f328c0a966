/** What to do where the database lets nobody in, by PostgreSQL's and node's own codes. */
export function connectionRemedy(error: unknown): string {
  const code = codeOf(error)
  return remedies[code] ?? 'See that PostgreSQL runs and that DATABASE_URL and DATABASE_OWNER_URL are right.'
}

const remedies: Record<string, string> = {
  ECONNREFUSED: 'Nothing listens there: start PostgreSQL, or correct host and port in DATABASE_URL.',
  ENOENT: 'There is no such socket: start PostgreSQL, or correct the host in DATABASE_URL.',
  ENOTFOUND: 'This host has no address: correct it in DATABASE_URL.',
  EAI_AGAIN: 'The host’s address could not be looked up: see that names are resolved on this machine.',
  ETIMEDOUT: 'The host does not answer: see that a firewall lets us through to it.',
  '28P01': 'Correct user and password in DATABASE_URL and DATABASE_OWNER_URL.',
  '28000': 'Let this role and this machine in, in the server’s pg_hba.conf.',
  '3D000': 'Create the database, as its owner: createdb --owner OWNER NAME.',
  '42501': 'Give the role the right to connect: grant connect on database NAME to ROLE.',
  '53300': 'The server has no connection left: raise its max_connections, or stop what holds them.',
}

function codeOf(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth++) {
    const [first] = cause instanceof AggregateError ? cause.errors : []
    const coded = first instanceof Error ? first : cause
    if ('code' in coded && typeof coded.code === 'string') return coded.code
  }
  return ''
}

/**
 * An error as the log shows it: name, message, where it came from, and its causes. Drizzle puts the parameters of a
 * query into message and stack, and PostgreSQL the values of a row into `detail`: hashes and addresses, which have no
 * place in a log. So a failed query is shown by its text alone, and only the fields named here leave.
 */
export function loggedError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const isQuery = 'query' in error && typeof error.query === 'string' && 'params' in error
  const message = isQuery ? `Failed query: ${error.query}` : error.message
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: error.name,
    message,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...('digest' in error && typeof error.digest === 'string' ? { digest: error.digest } : {}),
    ...('constraint' in error && typeof error.constraint === 'string' ? { constraint: error.constraint } : {}),
    stack: [`${error.name}: ${message}`, ...frames].join('\n'),
    ...(error.cause === undefined ? {} : { cause: loggedError(error.cause) }),
  }
}

import type { Operation } from './api-operation'

const exampleId = '01a2037d-5b6b-7217-a5ff-a0db480c3dce'

/** A line for a shell that does as it says, once ROSTER_TOKEN holds a token. */
export function curlExample(operation: Operation, origin: string): string {
  const { method, path, query, ifMatch, isRepeatable, body, isOpen } = operation
  const address = `${origin}${path.replace('{id}', exampleId).replace('{rule}', 'p99')}${query ? `?${query.example}` : ''}`
  const parts = [
    method === 'get' ? `curl '${address}'` : `curl -X ${method.toUpperCase()} '${address}'`,
    ...(isOpen ? [] : ['-H "Authorization: Bearer $ROSTER_TOKEN"']),
    ...(ifMatch ? [`-H 'If-Match: "3"'`] : []),
    ...(isRepeatable ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...(body && Object.keys(body.example).length > 0
      ? [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body.example)}'`]
      : []),
  ]
  return parts.join(' \\\n  ')
}

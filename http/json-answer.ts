import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { ApiContext } from './api'

/**
 * Answers with JSON straight through node, for routes that are asked often: Hono's own way makes a web stream of
 * every answer, which costs as much as the whole front door.
 */
export function answerJson(context: ApiContext, value: unknown): Response {
  const { outgoing } = context.env
  const text = JSON.stringify(value)
  outgoing.setHeader('Content-Type', 'application/json')
  outgoing.setHeader('Content-Length', Buffer.byteLength(text))
  outgoing.end(text)
  return RESPONSE_ALREADY_SENT
}

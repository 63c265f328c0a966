import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export type LoadOptions = {
  port: number
  path: string
  headers?: Record<string, string>
  /** Connections that each wait for their answer before they ask again. */
  connections: number
  /** Instead: so many a second, whether or not there are answers, over as many connections as stand open then. */
  perSecond?: number
  seconds: number
}
export type LoadFigures = {
  /** By status; 0 for a connection that failed. */
  answers: Record<string, number>
  /** What was due, at a fixed rate, and found no connection. */
  unsent: number
  /** Of answers of 200, in milliseconds from when they were due. */
  p50Ms: number
  p99Ms: number
  /** How many of these came within 1.5 s: whoever waits for longer has gone. */
  good: number
  /** How many answers of 200 there were in each second. */
  served: number[]
  /** Of the refused with 503: how many said when to come back. */
  withRetryAfter: number
}

/** Makes load in a process of its own, so that its work is not the server's. */
export async function makeLoad(options: LoadOptions): Promise<LoadFigures> {
  const program = fileURLToPath(new URL('load-maker.mjs', import.meta.url))
  const child = spawn(process.execPath, [program, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (code !== 0) throw new Error('the load could not be made')
  return JSON.parse(said) as LoadFigures
}

export function servedOf({ answers }: LoadFigures): number {
  return answers['200'] ?? 0
}

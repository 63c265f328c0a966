import { get } from 'node:http'
import type { PerformanceTick } from '@/server/performance/performance'

/** For tests: a stream of the console as a browser reads it. */
export type Message = { id?: string; event?: string; data: string }
export type OpenedStream = {
  status: number
  messages: Message[]
  /** The ticks so far. */
  ticks: () => PerformanceTick[]
  /** Resolves once `is` holds, looked at with each message; fails after `ms`. */
  until: (is: (messages: Message[]) => boolean, ms?: number) => Promise<void>
  ended: Promise<void>
  close: () => void
}

export function openStream(port: number, path: string, headers: Record<string, string>): Promise<OpenedStream> {
  return new Promise((resolve, reject) => {
    const sent = get({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      const messages: Message[] = []
      const waiting = new Set<() => void>()
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        const parts = `${rest}${text}`.split('\n\n')
        rest = parts.pop() ?? ''
        for (const part of parts) if (!part.startsWith('event: hello\n')) messages.push(messageOf(part))
        for (const look of waiting) look()
      })
      response.on('error', () => {})
      resolve({
        status: response.statusCode ?? 0,
        messages,
        ticks: () => messages.filter(({ event }) => event === undefined).map(({ data }) => JSON.parse(data)),
        until: (is, ms = 10_000) =>
          new Promise<void>((resolve, reject) => {
            const look = () => {
              if (!is(messages)) return
              clearTimeout(timer)
              waiting.delete(look)
              resolve()
            }
            const timer = setTimeout(() => reject(new Error(`waited for ${ms} ms`)), ms)
            waiting.add(look)
            look()
          }),
        ended: new Promise((resolve) => response.once('close', () => resolve())),
        close: () => sent.destroy(),
      })
    })
    sent.on('error', reject)
  })
}

function messageOf(part: string): Message {
  const fields = part.split('\n').flatMap((line) => {
    const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? []
    return name ? [[name, value]] : []
  })
  return Object.fromEntries(fields)
}

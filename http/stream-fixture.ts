import { type IncomingMessage, request } from 'node:http'

/** For tests: a reader of a stream, that keeps what it was told. */
export type StreamReader = {
  status: number
  response: IncomingMessage
  messages: StreamEvent[]
  /** Data of messages without a name of their own. */
  // biome-ignore lint/suspicious/noExplicitAny: what was told is what the tests are about
  told: () => any[]
  hasEnded: () => boolean
  close: () => void
}
export type StreamEvent = { id: string | null; event: string; data: string }

export function readStream(port: number, path: string, headers: Record<string, string>): Promise<StreamReader> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      const messages: StreamEvent[] = []
      let isOver = false
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
        const blocks = text.split('\n\n')
        text = blocks.pop() ?? ''
        for (const block of blocks) {
          const fields = new Map(block.split('\n').map((line) => [before(line), line.slice(before(line).length + 2)]))
          if (!fields.has('data') || fields.get('event') === 'hello') continue
          messages.push({
            id: fields.get('id') ?? null,
            event: fields.get('event') ?? 'message',
            data: fields.get('data') ?? '',
          })
        }
      })
      for (const end of ['close', 'error']) response.on(end, () => (isOver = true))
      resolve({
        status: response.statusCode ?? 0,
        response,
        messages,
        told: () => messages.filter(({ event }) => event === 'message').map(({ data }) => JSON.parse(data)),
        hasEnded: () => isOver,
        close: () => sent.destroy(),
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}

const before = (line: string) => line.slice(0, line.indexOf(':'))

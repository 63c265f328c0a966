import { once } from 'node:events'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { apiHandler } from './api'
import { createFrontDoor, type FrontDoor, type FrontDoorOptions, type Handler } from './front-door'

/** For tests: the real front door and API, with a stand-in for Next that notes what reached it. */
export type Opened = { door: FrontDoor; port: number; reached: { method: string; headers: IncomingHttpHeaders }[] }
type Asked = { method?: string; path?: string; headers?: Record<string, string>; body?: string }
export type Answered = { status: number; headers: IncomingHttpHeaders; body: string }

export async function openDoor(options: Partial<FrontDoorOptions> = {}): Promise<Opened> {
  const reached: Opened['reached'] = []
  const page: Handler = (request, response) => {
    reached.push({ method: request.method ?? '', headers: { ...request.headers } })
    response.setHeader('Content-Type', 'text/html')
    response.end('<p>page</p>')
  }
  const door: FrontDoor = createFrontDoor({
    api: apiHandler(() => (door.isDraining() ? 'draining' : 'open')),
    trustedProxies: [],
    isDevelopment: false,
    ...options,
    pages: options.pages ?? page,
  })
  return { door, port: await door.listen(0, '127.0.0.1'), reached }
}

export function ask(port: number, { method = 'GET', path = '/', headers = {}, body }: Asked = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Sends bytes as they are, and reads until the other side closes. */
export async function askRaw(port: number, bytes: string): Promise<Answered> {
  const socket = await openSocket(port)
  socket.write(bytes, 'latin1')
  return parseAnswer(await text(socket))
}

export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

export function parseAnswer(raw: string): Answered {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  return { status: Number(statusLine.split(' ')[1]), headers, body: rest.join('\r\n\r\n') }
}

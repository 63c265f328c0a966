import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** For tests: the way between a program and its database, on which things go wrong. */
export type DatabaseLink = {
  /** The same database, reached over this way. */
  over(databaseUrl: string): string
  /** Everything passes again; what was held back arrives. */
  heal(): Promise<void>
  /** Nothing passes, and nobody is told: as when a machine hangs. Connections can still be made. */
  freeze(): void
  /** What is sent arrives this much later, in each direction. */
  delay(ms: number): void
  /** Connections break, and new ones are refused: as when the database has been stopped. */
  cut(): Promise<void>
}

export async function linkToDatabase(databaseUrl: string): Promise<DatabaseLink> {
  const target = new URL(databaseUrl)
  const pairs = new Set<Socket>()
  let delayMs = 0
  let thawed = Promise.resolve()
  let thaw = () => {}
  let server: Server | null = null
  const port = await open(0)

  async function open(wanted: number): Promise<number> {
    server = createServer((client) => {
      const database = connect(Number(target.port), target.hostname)
      carry(client, database)
      carry(database, client)
    }).listen(wanted, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  function carry(from: Socket, to: Socket): void {
    pairs.add(from)
    let last = Promise.resolve()
    const inOrder = (pass: () => void) => {
      const dueAt = performance.now() + delayMs
      last = last.then(async () => {
        if (dueAt > performance.now()) await sleep(dueAt - performance.now())
        await thawed
        pass()
      })
    }
    from.on('data', (data) => inOrder(() => to.writable && to.write(data)))
    from.on('error', () => {})
    from.on('close', () => {
      pairs.delete(from)
      inOrder(() => to.destroy())
    })
  }

  return {
    over(url) {
      const moved = new URL(url)
      moved.hostname = '127.0.0.1'
      moved.port = String(port)
      return moved.href
    },
    async heal() {
      delayMs = 0
      thaw()
      if (server === null) await open(port)
    },
    freeze() {
      thawed = new Promise((resolve) => {
        thaw = resolve
      })
    },
    delay(ms) {
      delayMs = ms
    },
    async cut() {
      const closing = server
      server = null
      const closed = closing && once(closing, 'close')
      closing?.close()
      for (const socket of pairs) socket.destroy()
      await closed
    },
  }
}

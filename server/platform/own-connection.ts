import { drizzle } from 'drizzle-orm/node-postgres'
import { log } from '@/server/log'
import { type Database, databaseAddress } from '@/server/platform/database'
import { TimedClient } from '@/server/platform/timed-client'

export type OwnConnection = {
  /** Opened when it is first asked for, and anew after it was lost. Fails with `unavailable`. */
  get(): Promise<Database>
  /** After a failure: what may be broken is thrown away. */
  drop(): void
  close(): Promise<void>
}

/**
 * One connection beside the pool, for what must not stand in line with requests: when all of the pool is busy, it is
 * the more needed.
 */
export function ownConnection(): OwnConnection {
  let open: { client: TimedClient; db: Promise<Database> } | null = null

  function connect(): Promise<Database> {
    const client = new TimedClient(databaseAddress())
    const forget = () => {
      if (open?.client === client) open = null
    }
    client.on('error', (error) => {
      log().warn({ err: error }, 'a database connection was lost')
      forget()
    })
    client.on('end', forget)
    open = { client, db: client.connect().then(() => drizzle(client)) }
    return open.db
  }

  function close(): Promise<void> {
    const was = open
    open = null
    return was ? was.client.end().catch(() => {}) : Promise.resolve()
  }

  return { get: () => open?.db ?? connect(), drop: () => void close(), close }
}

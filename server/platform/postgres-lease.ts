import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** How the bootstrap superuser signs in. Only this folder does so. */
export type Superuser = { user: string; password: string }

/**
 * Every process that uses the database holds one connection by such a name, until it lets go of it or dies: so the
 * database itself knows who uses it, however a process ended.
 */
export type Lease = { name: string; client: pg.Client }

const leasePrefix = 'roster lease'

/** Fails where the server does not answer within 5 s. */
export async function takeLease(port: number, superuser: Superuser): Promise<Lease> {
  const name = `${leasePrefix} ${randomBytes(6).toString('hex')}`
  const client = connection(port, superuser, { application_name: name, database: 'postgres' })
  await client.connect()
  return { name, client }
}

/** A short-lived connection of the superuser. */
export async function asSuperuser<T>(
  port: number,
  superuser: Superuser,
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = connection(port, superuser, { application_name: 'roster set-up', ...config })
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end()
  }
}

/** How many others use the database; 0 also where it answers nobody for 2 s. */
export async function countOtherLeases(lease: Lease, port: number, superuser: Superuser): Promise<number> {
  const quick = { database: 'postgres', connectionTimeoutMillis: 2000, query_timeout: 2000 }
  try {
    return await asSuperuser(port, superuser, quick, async (client) => {
      const others = 'select from pg_stat_activity where starts_with(application_name, $1) and application_name <> $2'
      return (await client.query(others, [leasePrefix, lease.name])).rowCount ?? 0
    })
  } catch {
    return 0
  }
}

function connection(port: number, superuser: Superuser, config: pg.ClientConfig): pg.Client {
  const client = new pg.Client({ host: '127.0.0.1', port, ...superuser, connectionTimeoutMillis: 5000, ...config })
  // `end` tells of a lost connection too; without this listener it would end the program
  client.on('error', () => {})
  return client
}

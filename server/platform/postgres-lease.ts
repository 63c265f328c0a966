import pg from 'pg'

/** How the bootstrap superuser signs in. Only this folder does so. */
export type Superuser = { user: string; password: string }

/**
 * Every process that uses the database holds one connection by this name, until it lets go of it or dies: so the
 * database itself knows who uses it, however a process ended.
 */
const leaseName = 'roster lease'

/** Fails where the server does not answer within 5 s. */
export async function takeLease(port: number, superuser: Superuser): Promise<pg.Client> {
  return connect(port, superuser, 'postgres', leaseName)
}

/** A short-lived connection of the superuser. */
export async function asSuperuser<T>(
  port: number,
  superuser: Superuser,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connect(port, superuser, database, 'roster set-up')
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** How many other processes use the database; 0 also where it answers nobody any more. */
export async function countOtherLeases(lease: pg.Client, port: number, superuser: Superuser): Promise<number> {
  const { rows: mine } = await lease.query('select pg_backend_pid() as pid').catch(() => ({ rows: [{ pid: 0 }] }))
  try {
    return await asSuperuser(port, superuser, 'postgres', async (client) => {
      const { rowCount } = await client.query(
        'select 1 from pg_stat_activity where application_name = $1 and pid <> $2',
        [leaseName, mine[0].pid],
      )
      return rowCount ?? 0
    })
  } catch {
    return 0
  }
}

async function connect(port: number, superuser: Superuser, database: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    ...superuser,
    database,
    application_name: name,
    connectionTimeoutMillis: 5000,
  })
  // `end` tells of a lost connection too; without this listener it would end the program
  client.on('error', () => {})
  await client.connect()
  return client
}

import pg from 'pg'
import { appendOnly } from './grants'
import { migrationLockKey, migrationTimeoutMs } from './migrate'
import { type MigrationState, migrationState } from './migration-state'

/** What can be wrong with a database, as it was found. */
export type DatabaseFacts = {
  version: string
  isTooOld: boolean
  name: string
  sizeBytes: number
  /** Null where the role may not know. */
  migrations: MigrationState | null
  webRole: string
  /** The role that serves could change the audit log, as it owns the tables or is a superuser. */
  webIsOwner: boolean
  /** Rights that the role that serves lacks, and such that it should not have: "update on events". */
  missingRights: string[]
  excessRights: string[]
  /** How far the database's clock is ahead of ours. */
  clockAheadMs: number
}

/** Looks, and changes nothing. Fails where one of the two roles is not let in. */
export async function inspectDatabase(ownerUrl: string, webUrl: string): Promise<DatabaseFacts> {
  return connected(ownerUrl, (owner) =>
    connected(webUrl, async (web) => {
      const server = await one<ServerRow>(web, serverQuery)
      const { rows: tables } = await web.query<TableRow>(tablesQuery)
      const rights = tables.map(rightsOf)
      return {
        version: server.version,
        isTooOld: server.number < 150_000,
        name: server.name,
        sizeBytes: Number(server.size),
        migrations: await migrationState(owner),
        webRole: server.role,
        webIsOwner: server.superuser || tables.some((table) => table.owned),
        missingRights: rights.flatMap(({ missing }) => missing),
        excessRights: rights.flatMap(({ excess }) => excess),
        clockAheadMs: await clockAhead(web),
      }
    }),
  )
}

/**
 * What is left to migrate, asked as the owner once nobody is migrating, and whether the role that serves has its rights:
 * both are given by migrating, the rights last.
 */
export async function inspectMigrations(
  ownerUrl: string,
  webRole: string | null,
): Promise<{ state: MigrationState | null; hasRights: boolean }> {
  return connected(
    ownerUrl,
    async (client) => {
      await client.query('select pg_advisory_lock_shared($1)', [migrationLockKey])
      const state = await migrationState(client)
      if (webRole === null) return { state, hasRights: true }
      const { rows } = await client.query<{ lacking: boolean }>(lackingQuery, [webRole])
      return { state, hasRights: rows[0]?.lacking !== true }
    },
    migrationTimeoutMs,
  )
}

const lackingQuery = `
select bool_or(not has_table_privilege(role.oid, tables.oid, 'select')) as lacking
from pg_class as tables, pg_roles as role
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and rolname = $1`

type ServerRow = { version: string; number: number; name: string; size: string; role: string; superuser: boolean }
const serverQuery = `
select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
  current_database() as name, pg_database_size(current_database()) as size, current_user as role,
  (select rolsuper from pg_roles where rolname = current_user) as superuser`

const allRights = ['select', 'insert', 'update', 'delete'] as const
type TableRow = { name: string; owned: boolean } & Record<(typeof allRights)[number], boolean>
const tablesQuery = `
select relname as name, pg_has_role(relowner, 'usage') as owned,
  ${allRights.map((right) => `has_table_privilege(oid, '${right}') as ${right}`).join(', ')}
from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
order by relname`

function rightsOf(table: TableRow): { missing: string[]; excess: string[] } {
  const meant = allRights.filter(
    (right) => !appendOnly.includes(table.name) || right === 'select' || right === 'insert',
  )
  const named = (right: string) => `${right} on ${table.name}`
  return {
    missing: meant.filter((right) => !table[right]).map(named),
    // An owner has them all: said once, not of each table
    excess: table.owned ? [] : allRights.filter((right) => table[right] && !meant.includes(right)).map(named),
  }
}

/** Taken to be asked in the middle of the way there and back. */
async function clockAhead(client: pg.Client): Promise<number> {
  const before = Date.now()
  const { now } = await one<{ now: string }>(client, 'select extract(epoch from clock_timestamp()) * 1000 as now')
  return Math.round(Number(now) - (before + Date.now()) / 2)
}

async function one<Row extends pg.QueryResultRow>(client: pg.Client, query: string): Promise<Row> {
  const { rows } = await client.query<Row>(query)
  if (!rows[0]) throw new Error('a query that answers one row answered none')
  return rows[0]
}

async function connected<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
  timeoutMs = 5000,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'roster inspection',
    connectionTimeoutMillis: 5000,
    query_timeout: timeoutMs,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

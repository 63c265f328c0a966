import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { keptSecret } from './data-directory'
import { postgresDirectory } from './postgres-home'
import { asSuperuser, type Superuser } from './postgres-lease'
import { StartError } from './start-error'

/** The address of the embedded database for each of its roles. */
export type EmbeddedPostgresUrls = { webUrl: string; ownerUrl: string; superuserUrl: string }

const roles = { superuser: 'postgres', owner: 'roster_owner', web: 'roster_web' }

/**
 * The addresses for a process that did not start the database itself: a command line, a test. Says nothing about
 * whether the database is running. Fails with a StartError where it has never been started.
 */
export function embeddedPostgresUrls(dataDir: string): EmbeddedPostgresUrls {
  const portFile = existsSync(join(dataDir, 'postgres')) && join(postgresDirectory(dataDir), 'port')
  if (!portFile || !existsSync(portFile)) throw new StartError(`There is no embedded database in ${dataDir}`)
  return urlsOnPort(dataDir, Number(readFileSync(portFile, 'utf8')))
}

export function urlsOnPort(dataDir: string, port: number): EmbeddedPostgresUrls {
  const url = (role: string, database: string) =>
    `postgres://${role}:${rolePassword(dataDir, role)}@127.0.0.1:${port}/${database}`
  return {
    webUrl: url(roles.web, 'roster'),
    ownerUrl: url(roles.owner, 'roster'),
    superuserUrl: url(roles.superuser, 'postgres'),
  }
}

/** How this folder signs in to set things up and to look after the server. */
export function superuserOf(dataDir: string): Superuser {
  return { user: roles.superuser, password: rolePassword(dataDir, roles.superuser) }
}

/**
 * Makes the database and its two roles where they are missing; may be repeated. The owner migrates; the web role serves
 * and owns nothing, so that whoever takes over the web server cannot change the tables or rewrite the audit log.
 */
export async function provision(client: pg.Client, dataDir: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select rolname as name from pg_roles union all select datname from pg_database',
  )
  const existing = new Set(rows.map((row) => row.name))
  for (const role of [roles.owner, roles.web]) {
    if (existing.has(role)) continue
    await client.query(`create role ${role} login password ${pg.escapeLiteral(rolePassword(dataDir, role))}`)
  }
  if (!existing.has('roster')) await client.query(`create database roster owner ${roles.owner}`)
  await client.query('revoke all on database roster, postgres, template1 from public')
  await client.query(`grant connect on database roster to ${roles.web}`)
}

/** An index over names that were sorted by other rules loses rows: after an update of ICU they are rebuilt. */
export async function followCollation(port: number, superuser: Superuser): Promise<boolean> {
  return asSuperuser(port, superuser, { database: 'roster' }, async (client) => {
    const { rows } = await client.query<{ changed: boolean }>(
      'select datcollversion is distinct from pg_database_collation_actual_version(oid) as changed ' +
        'from pg_database where datname = current_database()',
    )
    if (!rows[0]?.changed) return false
    await client.query('reindex database roster')
    await client.query('alter database roster refresh collation version')
    return true
  })
}

/** One secret is kept; each role's password is derived from it. */
function rolePassword(dataDir: string, role: string): string {
  return createHmac('sha256', keptSecret(dataDir, 'postgres', 32))
    .update(role)
    .digest('base64url')
}

import pg from 'pg'
import { StartError } from '@/server/platform/start-error'

/** What the web role may add to and read, and never change or remove. */
export const appendOnly = ['events', 'changes']

/**
 * Gives the role that serves the web exactly its rights: rows may be read and written, those of the audit log only read
 * and added. It gets nothing on the partitions of a table, which it reaches through the table alone. Rights that it had
 * before and should not have are taken away. Repeatable; fails with a StartError where there is no such role.
 */
export async function grantToWebRole(client: pg.Client, webRole: string): Promise<void> {
  const role = pg.escapeIdentifier(webRole)
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [webRole])
  if (!rowCount) throw new StartError(`The role ${webRole} of DATABASE_URL does not exist`)
  const { rows: tables } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  )
  const statements = tables.map(({ name }) => {
    const rights = appendOnly.includes(name) ? 'select, insert' : 'select, insert, update, delete'
    return `grant ${rights} on public.${pg.escapeIdentifier(name)} to ${role};`
  })
  // One transaction, so that a running instance never finds itself without rights
  await client.query(`
    begin;
    grant usage on schema public to ${role};
    revoke all on all tables in schema public from ${role};
    ${statements.join('\n')}
    grant usage, select on all sequences in schema public to ${role};
    revoke execute on function public.keep_performance(timestamptz) from public;
    grant execute on function public.keep_performance(timestamptz) to ${role};
    commit;
  `)
}

import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StartError } from '@/server/platform/start-error'
import { migrate } from './migrate'
import { testDatabase } from './test-database'

const { webUrl, ownerUrl } = testDatabase()
const web = new pg.Client(webUrl)
beforeAll(() => web.connect())
afterAll(() => web.end())

describe('migrating', () => {
  test('may be done by several instances at once, and again', async () => {
    await Promise.all([1, 2, 3].map(() => migrate(ownerUrl, 'roster_web')))
    await migrate(ownerUrl, 'roster_web')
  })

  test('is explained to whoever has named a role without the right to do it', async () => {
    await expect(migrate(webUrl, null)).rejects.toThrow(StartError)
    await expect(migrate(webUrl, null)).rejects.toThrow(/roster_web .* lacks a right/)
  })

  test('is explained to whoever has a wrong password, database or role', async () => {
    await expect(migrate(ownerUrl.replace(/:[^:@]*@/, ':wrong@'), null)).rejects.toThrow(/was not let in/)
    await expect(migrate(`${ownerUrl}_missing`, null)).rejects.toThrow(/does not exist/)
    await expect(migrate(ownerUrl, 'nobody')).rejects.toThrow(
      new StartError('The role nobody of DATABASE_URL does not exist'),
    )
  })

  test('passes on that the database is away, so that it can be tried again', async () => {
    const away = await migrate('postgres://roster@127.0.0.1:1/roster', null).catch((error: unknown) => error)
    expect(away).toMatchObject({ code: 'ECONNREFUSED' })
    expect(away).not.toBeInstanceOf(StartError)
  })
})

describe('the role that serves', () => {
  test.each(['delete from events', 'update changes set seq = 1', 'truncate events', 'delete from events_other'])(
    'cannot rewrite the audit log: %s',
    (statement) => expect(web.query(statement)).rejects.toThrow('permission denied'),
  )

  test.each([
    'drop table users',
    'alter table users disable trigger all',
    'truncate users',
    'create table mine ()',
    'create temp table mine ()',
  ])('cannot change what the database is made of: %s', (statement) =>
    expect(web.query(statement)).rejects.toThrow(/permission denied|must be owner/),
  )

  test('and nobody else has tables made and dropped in the owner’s name', async () => {
    const { rows } = await web.query(
      `select proname as name, has_function_privilege(oid, 'execute') as mine,
         exists (select 1 from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0) as everybodys
       from pg_proc where prosecdef and pronamespace = 'public'::regnamespace`,
    )
    expect(rows).toEqual([{ name: 'keep_performance', mine: true, everybodys: false }])
  })

  test('reads and writes the rows of every other table', async () => {
    const { rows } = await web.query<{ name: string; rights: boolean }>(
      `select relname as name, has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')
          and has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete') as rights
       from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
    )
    const limited = rows.filter((row) => !row.rights).map((row) => row.name)
    expect(rows.length).toBeGreaterThan(3)
    expect(limited.sort()).toEqual(['changes', 'events'])
  })

  test('has rights taken away that it had too many', async () => {
    const owner = new pg.Client(ownerUrl)
    await owner.connect()
    await owner.query('grant all on events to roster_web')
    await owner.end()
    await migrate(ownerUrl, 'roster_web')
    await expect(web.query('delete from events')).rejects.toThrow('permission denied')
  })
})

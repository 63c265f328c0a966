import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { takeFigures } from '@/server/measure'
import { lacksRoom } from '@/server/platform/disk-room'
import { ownConnection } from '@/server/platform/own-connection'

test('what fails for want of room on a connection of one’s own is known to all', async () => {
  const connection = ownConnection()
  const db = await connection.get()
  expect(lacksRoom()).toBe(false)
  await expect(db.execute(sql`do $$ begin raise exception 'full' using errcode = '53100'; end $$`)).rejects.toThrow()
  expect(lacksRoom()).toBe(true)
  await connection.close()
})

test('its statements are measured as those of the pool are', async () => {
  const connection = ownConnection()
  takeFigures()
  await (await connection.get()).execute(sql`select 1`)
  expect(takeFigures().timers['statement|select']?.count).toBe(1)
  await connection.close()
})

test('after it was lost the next one who asks has a new one', async () => {
  const connection = ownConnection()
  const first = await connection.get()
  await expect(first.execute(sql`select pg_terminate_backend(pg_backend_pid())`)).rejects.toThrow()
  connection.drop()
  expect(await connection.get()).not.toBe(first)
  await connection.close()
})

import { z } from 'zod'
import { parse } from '@/server/parse'
import type { Command } from './command'
import { migrateDatabase, openDatabase, seedDatabase } from './open-database'
import { progress } from './progress'

const seed: Command = {
  name: 'seed',
  parameters: [],
  about: 'Top up to N made-up people of all roles and states; repeatable',
  options: { users: { value: 'N', about: 'How many made-up people there should be: 10000, unless given' } },
  async run({ option }) {
    const { users: total } = parse(seedSchema, { users: option('users') ?? '10000' })
    const begin = performance.now()
    const line = progress((done) => `${done} of ${total} made-up people`)
    const made = await seedDatabase(total, line.tell).finally(line.end)
    const seconds = Math.round((performance.now() - begin) / 100) / 10
    const text = `${total} made-up people are there, ${made} of them new (${seconds} s). None of them has a password.`
    return { json: { total, made, seconds }, text }
  },
}

const migrate: Command = {
  name: 'migrate',
  parameters: [],
  about: 'Bring the database up to this version of Roster, as npm start does',
  options: {},
  database: 'none',
  async run() {
    await openDatabase()
    const applied = await migrateDatabase()
    const text =
      applied.length === 0 ? 'The database is up to date.' : `The database was migrated: ${applied.join(', ')}.`
    return { json: { applied }, text }
  },
}

const seedSchema = z.object({
  users: z.stringFormat('users', /^([1-9]\d{0,5}|1000000)$/, 'Use a whole number from 1 to 1000000').transform(Number),
})

export const databaseCommands: Command[] = [seed, migrate]

import { hasWorkingAdministrator } from '@/server/auth/set-up-service'
import { env } from '@/server/env'
import type { Command } from './command'
import { type Check, checkAdministrator, checkDatabase, checkDataDirectory, checkNode, wrong } from './doctor-checks'
import { connectionRemedy } from './doctor-remedies'
import { printable } from './layout'
import { inspectDataDirectory, inspectOpenDatabase, openDatabase } from './open-database'

export const doctorCommand: Command = {
  name: 'doctor',
  parameters: [],
  about: 'Say what is wrong with this Roster and how to mend it; changes nothing',
  options: {},
  database: 'none',
  async run() {
    const checks = await examine()
    const ok = checks.every((check) => check.state !== 'wrong')
    const end = ok ? 'Nothing is wrong.' : 'Something is wrong: see above.'
    return { json: { ok, checks }, text: [...checks.map(lineOf), end].join('\n'), ok }
  },
}

/** From the ground up: what stands on something that is wrong is not looked at. */
async function examine(): Promise<Check[]> {
  const settings = checkSettings()
  if (settings.state === 'wrong') return [checkNode(process.versions.node), settings]
  const isEmbedded = env().DATABASE_URL === undefined
  const directory = await inspectDataDirectory(env().ROSTER_DATA_DIR)
  const checks = [checkNode(process.versions.node), settings, ...checkDataDirectory(directory, isEmbedded)]
  const canOpen = !isEmbedded || (directory.problem === null && directory.hasDatabase)
  return canOpen ? [...checks, ...(await examineDatabase())] : checks
}

function checkSettings(): Check {
  try {
    const { DATABASE_URL } = env()
    const kind = DATABASE_URL === undefined ? 'the embedded database' : 'the database of DATABASE_URL'
    return { name: 'settings', state: 'ok', message: `The settings are well-formed; they name ${kind}` }
  } catch (error) {
    const remedy = 'Correct it in the environment or in .env; .env.example says what each setting is.'
    return wrong('settings', messageOf(error), remedy)
  }
}

async function examineDatabase(): Promise<Check[]> {
  try {
    await openDatabase()
    const facts = await inspectOpenDatabase()
    const checks = checkDatabase(facts)
    const hasTables = facts.migrations?.pending.length === 0 || facts.migrations === null
    return hasTables ? [...checks, checkAdministrator(await hasWorkingAdministrator())] : checks
  } catch (error) {
    return [wrong('database', `The database can’t be used: ${messageOf(error)}`, connectionRemedy(error))]
  }
}

function lineOf({ state, message, remedy }: Check): string {
  const mark = { ok: 'ok   ', note: 'note ', wrong: 'WRONG' }[state]
  return `${mark}  ${printable(message)}${remedy === undefined ? '' : `\n       → ${printable(remedy)}`}`
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Of several addresses that were tried in vain, the first says it
  const [first] = error instanceof AggregateError ? error.errors : []
  return first instanceof Error ? first.message : error.message
}

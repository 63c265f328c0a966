import type { DatabaseFacts, DataDirectoryFacts } from './open-database'

/** One thing that was looked at. `note`: it works, and could be better. */
export type Check = { name: string; state: 'ok' | 'note' | 'wrong'; message: string; remedy?: string }

const gigabyte = 1e9
/** Below this PostgreSQL may soon be unable to write. */
const diskMinBytes = 0.5 * gigabyte
const diskLowBytes = 2 * gigabyte
/** Times of the audit log and of sessions are the program's; beyond this the two tell different stories. */
const clockMaxMs = 5000
const oldestNode = [20, 19] as const

export function wrong(name: string, message: string, remedy: string): Check {
  return { name, state: 'wrong', message, remedy }
}

function ok(name: string, message: string): Check {
  return { name, state: 'ok', message }
}

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
  if (isEnough) return ok('node', `Node.js ${version}`)
  return wrong('node', `Node.js ${version} is too old`, `Install Node.js ${oldestNode.join('.')} or newer.`)
}

export function checkDataDirectory(facts: DataDirectoryFacts, isEmbedded: boolean): Check[] {
  const name = 'data directory'
  if (!facts.exists) {
    return isEmbedded
      ? [wrong(name, `There is no data directory ${facts.path} yet`, 'Run npm start: it makes it.')]
      : []
  }
  if (facts.problem !== null) {
    const remedy = 'Give it to the user who runs Roster (chown), or set ROSTER_DATA_DIR.'
    return [wrong(name, `The data directory ${facts.path} cannot be used: ${facts.problem}`, remedy)]
  }
  const server = facts.server === null ? 'no server runs on it' : `served by process ${facts.server}`
  const checks = [ok(name, `The data directory ${facts.path} can be used; ${server}`), checkSecrets(facts)]
  if (isEmbedded) checks.push(checkDisk(facts.freeBytes))
  if (isEmbedded && !facts.hasDatabase) {
    checks.push(wrong('database', `There is no database in ${facts.path} yet`, 'Run npm start: it makes it.'))
  }
  return checks
}

function checkSecrets({ openSecrets, damagedSecrets }: DataDirectoryFacts): Check {
  if (damagedSecrets.length > 0) {
    const remedy = 'Restore it from a backup: a new one would sign everybody out, or not open the database.'
    return wrong('secrets', `Kept secrets are damaged or unreadable: ${damagedSecrets.join(', ')}`, remedy)
  }
  if (openSecrets.length > 0) {
    const remedy = `chmod 600 ${openSecrets.join(' ')}`
    return wrong('secrets', 'Other users of this machine may read kept secrets', remedy)
  }
  return ok('secrets', 'Kept secrets are whole and closed to others')
}

function checkDisk(freeBytes: number | null): Check {
  if (freeBytes === null) return { name: 'disk', state: 'note', message: 'The disk does not say how much is free' }
  const free = `${(freeBytes / gigabyte).toFixed(1)} GB are free for the database`
  const remedy = 'Free some space; without any, nothing can be saved.'
  if (freeBytes < diskMinBytes) return wrong('disk', `Only ${free}`, remedy)
  return freeBytes < diskLowBytes ? { name: 'disk', state: 'note', message: `Only ${free}`, remedy } : ok('disk', free)
}

export function checkDatabase(facts: DatabaseFacts): Check[] {
  const size = `${(facts.sizeBytes / 1e6).toFixed(0)} MB`
  const server = `PostgreSQL ${facts.version}, database ${facts.name} (${size})`
  const database = facts.isTooOld
    ? wrong('database', `${server} is too old`, 'Roster needs PostgreSQL 15 or newer.')
    : ok('database', server)
  return [database, checkMigrations(facts), ...checkRights(facts), checkClock(facts.clockAheadMs)]
}

function checkMigrations({ migrations }: DatabaseFacts): Check {
  const name = 'migrations'
  if (migrations === null)
    return { name, state: 'note', message: 'The role may not see whether migrations are missing' }
  if (migrations.pending.length > 0) {
    const message = `The database is not up to date: ${migrations.pending.join(', ')}`
    return wrong(name, message, 'Run roster migrate, or npm start.')
  }
  if (!migrations.isNewer) return ok(name, 'The database is up to date')
  return wrong(name, 'The database belongs to a newer version of Roster', 'Update Roster on this machine.')
}

function checkRights({ webRole, webIsOwner, missingRights, excessRights, migrations }: DatabaseFacts): Check[] {
  const name = 'rights'
  // Without the tables there is nothing to have a right on
  if (migrations !== null && migrations.pending.length > 0) return []
  const again = 'Run roster migrate as the owner (DATABASE_OWNER_URL): it gives the role exactly its rights.'
  if (missingRights.length > 0) return [wrong(name, `The role ${webRole} may not ${missingRights.join(', ')}`, again)]
  if (excessRights.length > 0) {
    return [wrong(name, `The role ${webRole} may rewrite the audit log: ${excessRights.join(', ')}`, again)]
  }
  if (!webIsOwner) return [ok(name, `The role ${webRole} has its rights, and can’t change the audit log`)]
  const message = `The role ${webRole} owns the tables, so the program itself could change the audit log`
  const remedy = 'Recommended: a role of its own in DATABASE_URL, and the owner in DATABASE_OWNER_URL.'
  return [{ name, state: 'note', message, remedy }]
}

function checkClock(aheadMs: number): Check {
  const seconds = `${(Math.abs(aheadMs) / 1000).toFixed(1)} s`
  const message = `The database’s clock is ${seconds} ${aheadMs < 0 ? 'behind' : 'ahead of'} this machine’s`
  if (Math.abs(aheadMs) <= clockMaxMs) return ok('clock', 'This machine’s clock and the database’s agree')
  return wrong('clock', message, 'Set both by NTP: sessions, brakes and the audit log go by these clocks.')
}

export function checkAdministrator(isThere: boolean): Check {
  const name = 'administrator'
  if (isThere) return ok(name, 'There is an active administrator')
  return wrong(name, 'No administrator is left who can sign in', 'Make one with roster set-up.')
}

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * Runs once, when the console answers: without ROSTER_TOKEN the command line makes a token for these tests, which only
 * whoever has the data directory can do. Against a deployed console the token is given.
 */
export default function setUp(): void {
  if (process.env.ROSTER_TOKEN) return
  if (process.env.BASE_URL) throw new Error('BASE_URL needs ROSTER_TOKEN: a token of an administrator of that console.')
  const owner = process.env.ROSTER_ADMIN_EMAIL ?? ''
  const line = ['tokens', 'create', '--user', owner, '--name', 'End-to-end tests', '--expires', '1d', '--json']
  const root = join(import.meta.dirname, '..')
  const answer = execFileSync(process.execPath, ['scripts/roster.mjs', ...line], { cwd: root, encoding: 'utf8' })
  process.env.ROSTER_TOKEN = JSON.parse(answer).token
}

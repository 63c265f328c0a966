import { userInfo } from 'node:os'
import { v7 as uuidv7 } from 'uuid'
import { type Actor, systemActor } from '@/server/auth/actor'
import type { FieldErrors } from '@/server/errors'
import { UsageError } from './command'
import { type Asked, readCommandLine } from './command-line'
import { failureOf } from './failure'
import { printable } from './layout'
import { abandonDatabase, closeDatabase, openMigratedDatabase } from './open-database'
import { helpAbout } from './usage'

/**
 * Does what was typed and answers the exit code: 0 done, 1 refused, 2 not understood. The answer goes to standard
 * output, everything else to standard error. A signal closes what is open and ends the process.
 */
export async function roster(words: string[]): Promise<number> {
  outliveReaders()
  try {
    const asked = readCommandLine(words)
    if (asked.kind === 'run') return await run(asked)
    say(helpAbout(asked.topic))
    return 0
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    complain(`roster: usage: ${error.message}\n\n${helpAbout(error.topic)}`)
    return 2
  }
}

async function run({ command, wantsJson, inputFor }: Extract<Asked, { kind: 'run' }>): Promise<number> {
  const isInterrupted = endOnSignal()
  const actor = systemUser()
  try {
    try {
      if (command.database !== 'none') await openMigratedDatabase()
      const { text, json, ok = true } = await command.run(inputFor(actor))
      if (!isInterrupted()) say(wantsJson ? JSON.stringify(json) : text)
      return ok ? 0 : 1
    } finally {
      if (!isInterrupted()) await closeDatabase()
    }
  } catch (error) {
    // What fails because we are cutting it off tells nothing
    if (isInterrupted()) return await new Promise<never>(() => {})
    if (error instanceof UsageError) throw error
    const { code, message, fields, trace } = failureOf(error, actor.request.requestId)
    complain([`roster: ${code}: ${printable(message)}`, ...linesOf(fields, message), trace ?? ''].join('\n').trimEnd())
    if (wantsJson) say(JSON.stringify({ error: { code, message, fields } }))
    return 1
  }
}

/** In the audit log: the system, through the command line, and which user of the machine it was. */
function systemUser(): Actor {
  return systemActor({ requestId: uuidv7(), via: 'cli', ip: null, userAgent: null }, `cli: ${osUser()}`)
}

function osUser(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run us as a number that has no name
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}

/** Closes the database at the first signal and ends with its number; npm passes each on once more, which is nothing new. */
function endOnSignal(): () => boolean {
  let isInterrupted = false
  const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }
  for (const [signal, number] of Object.entries(signals)) {
    process.on(signal, () => {
      if (isInterrupted) return
      isInterrupted = true
      void abandonDatabase().finally(() => process.exit(128 + number))
    })
  }
  return () => isInterrupted
}

/** Whoever reads us may stop reading (`| head`): what is under way goes on to its end, unheard. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}

/** What is wrong with what, unless that has been said. Of a list, its name says enough. */
function linesOf(fields: FieldErrors, said: string): string[] {
  return Object.entries(fields)
    .filter(([, problems]) => problems.some((problem) => problem !== said))
    .map(([name, problems]) => `  ${name.replace(/\.\d+$/, '')}: ${problems.map(printable).join('; ')}`)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`)
}

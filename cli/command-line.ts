import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Actor } from '@/server/auth/actor'
import { type Command, type Input, UsageError } from './command'
import { commands } from './commands'

/** What every command takes. */
const everywhere = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
/** `roster create` is short for `roster users create`. */
const shortForms = ['list', 'get', 'create']

export type Asked =
  | { kind: 'help'; topic: string }
  | { kind: 'run'; command: Command; wantsJson: boolean; inputFor(actor: Actor): Input }

/** What was typed, as a command of ours. Fails with a UsageError. */
export function readCommandLine(words: string[]): Asked {
  const [first = '', second = ''] = words
  if (first === 'help') return { kind: 'help', topic: words.slice(1).join(' ') }
  if (first === '--help' || first === '-h') return { kind: 'help', topic: '' }
  const command = findCommand(first, second)
  if (command) return readOptions(command, words.slice(shortForms.includes(first) ? 1 : command.name.split(' ').length))
  if (isGroup(first) && words.slice(1).some((word) => word === '--help' || word === '-h')) {
    return { kind: 'help', topic: first }
  }
  throw new UsageError(complaintAbout(first, second), isGroup(first) ? first : '')
}

export function findCommand(first: string, second = ''): Command | undefined {
  const name = shortForms.includes(first) ? `users ${first}` : first
  return commands.find((each) => each.name === name || each.name === `${first} ${second}`)
}

function isGroup(word: string): boolean {
  return commands.some((each) => each.name.startsWith(`${word} `))
}

function complaintAbout(first: string, second: string): string {
  if (first === '') return 'Say what to do.'
  if (!isGroup(first)) return `There is no command “${first}”.`
  return second === '' || second.startsWith('-')
    ? `Say what to do with ${first}.`
    : `There is no command “${first} ${second}”.`
}

function readOptions(command: Command, words: string[]): Asked {
  const { values, positionals } = parsed(command, words)
  if (values.get('help') === true) return { kind: 'help', topic: command.name }
  const missing = command.parameters.slice(positionals.length)
  if (missing.length > 0) throw new UsageError(`${missing.join(' and ')} is missing.`, command.name)
  const extra = positionals[command.parameters.length]
  if (extra !== undefined) throw new UsageError(`“${extra}” is one argument too many.`, command.name)
  const wantsJson = values.get('json') === true
  return {
    kind: 'run',
    command,
    wantsJson,
    inputFor: (actor) => ({
      actor,
      wantsJson,
      argument: (name) => positionals[command.parameters.indexOf(name)] ?? '',
      option: (name) => {
        const value = values.get(name)
        return typeof value === 'string' ? value : undefined
      },
      has: (name) => values.get(name) === true,
    }),
  }
}

/** Every option by its name; a switch is true or absent. */
function parsed(command: Command, words: string[]) {
  const own = Object.entries(command.options).map(
    ([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const,
  )
  try {
    const options: ParseArgsConfig['options'] = { ...Object.fromEntries(own), ...everywhere }
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true })
    return { values: new Map(Object.entries(values)), positionals }
  } catch (error) {
    const isTheirs = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
    if (isTheirs) throw new UsageError(error.message.replace(/ To specify a positional argument.*/s, ''), command.name)
    throw error
  }
}

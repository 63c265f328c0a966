import type { Command } from './command'
import { UsageError } from './command'
import { commands } from './commands'
import { columns } from './layout'

/** The help about everything, a group ("users") or a command ("users list"). Fails with a UsageError for anything else. */
export function helpAbout(topic: string): string {
  if (topic === '') return usageOfAll()
  const exactly = commands.find((command) => command.name === topic || command.name === `users ${topic}`)
  if (exactly) return usageOf(exactly)
  const group = commands.filter((command) => command.name.startsWith(`${topic} `))
  if (group.length === 0) throw new UsageError(`There is no command “${topic}”.`)
  return `Usage: roster ${topic} …\n\n${listOf(group)}\n\nroster help ${topic} … says more about each.`
}

function usageOf(command: Command): string {
  const options = Object.entries({ ...command.options, json: { about: 'Answer in JSON, on one line' } })
  const rows = options.map(([name, option]) => [
    `  --${name}${'value' in option && option.value ? ` ${option.value}` : ''}`,
    option.about,
  ])
  const words = ['roster', command.name, ...command.parameters].join(' ')
  return `Usage: ${words} [options]\n\n${command.about}\n\n${columns(rows)}`
}

function usageOfAll(): string {
  return [
    'Usage: roster COMMAND … [--json]',
    listOf(commands),
    'ID is the id of a user or an email address. list, get and create are short for users list, users get and users create.',
    'roster help COMMAND says more. Exit code: 0 done, 1 refused, 2 not understood.',
  ].join('\n\n')
}

function listOf(some: readonly Command[]): string {
  return columns(some.map((command) => [`  ${[command.name, ...command.parameters].join(' ')}`, command.about]))
}

import type { Actor } from '@/server/auth/actor'

/** An option of a command: a switch, or with `value`, what stands behind it in the usage. */
export type Option = { value?: string; about: string }

/** What a command answers: `json` for programs, `text` for people. `ok: false` ends with exit code 1 all the same. */
export type Answer = { json: unknown; text: string; ok?: boolean }

/** What was asked of a command: its arguments and options, checked for their number and names only. */
export type Input = {
  actor: Actor
  /** By the names in `parameters`. */
  argument(name: string): string
  /** What was given behind an option; undefined where it was not. */
  option(name: string): string | undefined
  /** Whether a switch was given. */
  has(name: string): boolean
  wantsJson: boolean
}

export type Command = {
  /** As it is typed: "users list". */
  name: string
  /** What must be given, in order: "NAME". */
  parameters: string[]
  about: string
  options: Record<string, Option>
  /** `migrated` unless said otherwise: opened and brought up to date before it runs. */
  database?: 'migrated' | 'none'
  run(input: Input): Promise<Answer>
}

/** Something was typed that is no command of ours: exit code 2, with the help about `topic`, or about everything. */
export class UsageError extends Error {
  override name = 'UsageError'

  constructor(
    message: string,
    readonly topic = '',
  ) {
    super(message)
  }
}

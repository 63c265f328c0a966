import type { Command, Input } from './command'

/** The options of a list as the API would be asked for it: `--created-after` is `created_after`. */
export function paramsOf(command: Command, { option }: Input): URLSearchParams {
  const params = new URLSearchParams()
  for (const name of Object.keys(command.options)) {
    const value = option(name)
    if (value !== undefined) params.set(name.replaceAll('-', '_'), value)
  }
  return params
}

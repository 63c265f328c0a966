import type { Command } from './command'
import { databaseCommands } from './database-commands'
import { doctorCommand } from './doctor-command'
import { eventsCommands } from './events-commands'
import { setUpCommand } from './set-up-command'
import { tokensCommands } from './tokens-commands'
import { userAccessCommands } from './user-access-commands'
import { usersCommands } from './users-commands'

/** Everything that `roster` can do, in the order of the help. */
export const commands: readonly Command[] = [
  ...usersCommands,
  ...userAccessCommands,
  ...eventsCommands,
  ...tokensCommands,
  setUpCommand,
  ...databaseCommands,
  doctorCommand,
]

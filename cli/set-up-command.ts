import { hasWorkingAdministrator, replaceLostAdministrators } from '@/server/auth/set-up-service'
import { AppError, forbidden } from '@/server/errors'
import { type Command, type Input, UsageError } from './command'
import { ask, askPassword, canAsk, readPassword } from './standard-input'
import { userAnswer } from './users-answer'

export const setUpCommand: Command = {
  name: 'set-up',
  parameters: [],
  about: 'Make an administrator when none is left who can sign in; asks for what is not given',
  options: {
    name: { value: 'NAME', about: 'Their name' },
    email: { value: 'EMAIL', about: 'Their address' },
    'password-stdin': { about: 'Read their password from standard input' },
  },
  async run(input) {
    refuseUnlessAnswerable(this, input)
    // Asked before the questions, so that nobody answers them in vain; and again when it is done
    if (await hasWorkingAdministrator()) throw notNeeded()
    const name = input.option('name') ?? (await ask('Name: '))
    const email = input.option('email') ?? (await ask('Email address: '))
    const password = input.has('password-stdin') ? await readPassword() : await askTwice()
    const user = await replaceLostAdministrators(input.actor, { name, email, password })
    return userAnswer(user, `${user.name} <${user.email}> is an administrator and can sign in.`)
  },
}

function refuseUnlessAnswerable(command: Command, { option, has }: Input): void {
  const isComplete = option('name') !== undefined && option('email') !== undefined && has('password-stdin')
  if (isComplete || canAsk()) return
  throw new UsageError('Nobody can be asked here: give --name, --email and --password-stdin.', command.name)
}

async function askTwice(): Promise<string> {
  const password = await askPassword('Password (at least 15 characters): ')
  if (password === (await askPassword('The same again: '))) return password
  const message = 'The two passwords differ'
  throw new AppError('invalid', message, { password: [message] })
}

function notNeeded(): AppError {
  return forbidden(
    'There is an active administrator. Another one: roster users create NAME EMAIL --role admin. ' +
      'A new password: roster users password EMAIL --password-stdin.',
  )
}

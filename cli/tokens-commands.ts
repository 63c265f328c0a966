import { z } from 'zod'
import { parse } from '@/server/parse'
import { type Token, tokenCreateSchema } from '@/server/tokens/token'
import { createToken, listTokens, revokeToken } from '@/server/tokens/token-service'
import { type Answer, type Command, UsageError } from './command'
import { findUser } from './find-user'
import { moment, printable, table } from './layout'

const create: Command = {
  name: 'tokens create',
  parameters: [],
  about: 'Make a token with which a program signs in as a user; shown this once',
  options: {
    user: { value: 'EMAIL', about: 'As whom it acts: an address or an id' },
    name: { value: 'NAME', about: 'What it is for' },
    expires: { value: 'DAYS', about: 'When it ends: 30d, at most 366d; 90d, unless given' },
    role: { value: 'ROLE', about: 'The most it may do: admin, manager, user; its owner’s role, unless given' },
  },
  async run({ actor, option }) {
    const [user, name] = [option('user'), option('name')]
    if (user === undefined || name === undefined) throw new UsageError('Give --user and --name.', this.name)
    const { expires } = parse(expiresSchema, { expires: option('expires') })
    const { id: userId } = await findUser(actor, user)
    const asked = parse(tokenCreateSchema, { userId, name, role: option('role'), expiresInDays: expires })
    const { token, facts } = await createToken(actor, asked)
    const until = facts.expiresAt === null ? '' : ` until ${moment(facts.expiresAt)}`
    const said = `This token acts as ${facts.userName} <${facts.userEmail}>, role ${facts.role}${until}. It is shown this once:`
    return { json: { token, ...tokenJson(facts) }, text: `${printable(said)}\n${token}` }
  },
}

const list: Command = {
  name: 'tokens list',
  parameters: [],
  about: 'List the tokens of a user, or of all',
  options: { user: { value: 'EMAIL', about: 'Whose: an address or an id' } },
  async run({ actor, option }) {
    const user = option('user')
    const tokens = await listTokens(actor, user === undefined ? undefined : (await findUser(actor, user)).id)
    return tokensAnswer(tokens)
  },
}

const revoke: Command = {
  name: 'tokens revoke',
  parameters: ['TOKEN-ID'],
  about: 'End a token at once; its id stands in tokens list',
  options: {},
  async run({ actor, argument }) {
    const { id } = parse(revokeSchema, { id: argument('TOKEN-ID') })
    await revokeToken(actor, id)
    return { json: { id, revoked: true }, text: 'The token was revoked.' }
  },
}

export const tokensCommands: Command[] = [create, list, revoke]

const expiresSchema = z.object({
  expires: z
    .string()
    .regex(/^\d{1,4}d?$/, 'Use a number of days, such as 30d')
    .transform((text) => Number(text.replace('d', '')))
    .optional(),
})
const revokeSchema = z.object({
  id: z.string().refine((text) => z.uuid().safeParse(text).success, {
    message: 'Use the id that stands in tokens list',
    params: { code: 'invalid_id' },
  }),
})

function tokensAnswer(tokens: Token[]): Answer {
  const rows = tokens.map((token) => [
    token.id,
    token.name,
    token.userEmail,
    token.role,
    moment(token.createdAt),
    moment(token.lastUsedAt),
    moment(token.expiresAt),
  ])
  return {
    json: { data: tokens.map(tokenJson) },
    text:
      tokens.length === 0
        ? 'There are no tokens.'
        : table(['id', 'name', 'acts as', 'role', 'created', 'last used', 'ends'], rows),
  }
}

/** Never the secret: that is not even stored. */
function tokenJson({ id, userId, userName, userEmail, name, role, createdAt, lastUsedAt, expiresAt }: Token) {
  return { id, userId, userName, userEmail, name, role, createdAt, lastUsedAt, expiresAt }
}

import { isIP } from 'node:net'
import { z } from 'zod'
import { StartError } from '@/server/platform/start-error'

const port = z.coerce.number('must be a number').int().min(0, 'must be 0 to 65535').max(65535, 'must be 0 to 65535')
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
const appUrl = z.url({ protocol: /^https?$/, error: 'must be a whole address, such as https://roster.example.com' })
const connections = z.coerce
  .number('must be a number')
  .int()
  .min(2, 'must be 2 or more')
  .max(500, 'must be at most 500')
const exampleSecret = /change|example|secret|password|^(.)\1*$/i

const schema = z
  .object({
    NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
    PORT: port.default(3000),
    HOST: z.string().min(1).default('127.0.0.1'),
    ROSTER_DATA_DIR: z.string().min(1).default('.data'),
    DATABASE_URL: postgresUrl.optional(),
    DATABASE_OWNER_URL: postgresUrl.optional(),
    AUTH_SECRET: z
      .string()
      .min(32, 'must have at least 32 characters; make one with: openssl rand -base64 33')
      .refine(
        (value) => !exampleSecret.test(value),
        'is an example, not a secret; make one with: openssl rand -base64 33',
      )
      .optional(),
    APP_URL: appUrl.optional(),
    ROSTER_ADMIN_EMAIL: z.string().optional(),
    ROSTER_ADMIN_PASSWORD: z.string().optional(),
    ROSTER_TRUSTED_PROXIES: z
      .string()
      .default('')
      .transform((list) =>
        list
          .split(',')
          .map((each) => each.trim())
          .filter(Boolean),
      )
      .refine(
        (list) => list.every(isAddressOrRange),
        'must be addresses or ranges such as 10.0.0.0/8, with commas between',
      ),
    ROSTER_TEST_CLOCK: z.literal('on', 'can only be on').optional(),
    /** How this instance is called among others, with a random end; otherwise as its machine. */
    ROSTER_INSTANCE: z
      .string()
      .regex(/^[\w.:-]{1,60}$/, 'must be up to 60 letters, digits, dots, colons, dashes')
      .optional(),
    /** How many connections to the database this instance has when there is little to do, and at most. */
    ROSTER_POOL_MIN: connections.default(4),
    ROSTER_POOL_MAX: connections.default(20),
    /** How often it is decided whether there should be more or fewer, in milliseconds. */
    ROSTER_POOL_INTERVAL_MS: z.coerce.number('must be a number').int().min(100, 'must be 100 or more').default(1000),
    METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
    OTEL_SERVICE_NAME: z.string().min(1).default('roster'),
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be a whole address' }).optional(),
    LOG_LEVEL: z
      .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
      .default('info'),
  })
  .refine((all) => (all.ROSTER_ADMIN_EMAIL === undefined) === (all.ROSTER_ADMIN_PASSWORD === undefined), {
    path: ['ROSTER_ADMIN_EMAIL'],
    error: 'and ROSTER_ADMIN_PASSWORD go together: set both or neither',
  })
  .refine((all) => all.DATABASE_URL === undefined || all.AUTH_SECRET !== undefined, {
    path: ['AUTH_SECRET'],
    error: 'is required with DATABASE_URL; make one with: openssl rand -base64 33',
  })
  .refine((all) => all.ROSTER_POOL_MIN <= all.ROSTER_POOL_MAX, {
    path: ['ROSTER_POOL_MIN'],
    error: 'must not be more than ROSTER_POOL_MAX',
  })
  .refine((all) => all.ROSTER_TEST_CLOCK === undefined || isOnlyHere(all), {
    path: ['ROSTER_TEST_CLOCK'],
    error: 'is for tests: it is refused where HOST is not this machine, or APP_URL or ROSTER_TRUSTED_PROXIES is set',
  })
  .refine((all) => all.DATABASE_OWNER_URL === undefined || all.DATABASE_URL !== undefined, {
    path: ['DATABASE_OWNER_URL'],
    error: 'needs DATABASE_URL beside it',
  })

export type Env = z.infer<typeof schema>

let checked: Env | undefined

/**
 * The settings of this process. Empty ones count as absent.
 * Fails with a StartError that names each wrong setting and the reason.
 */
export function env(): Env {
  checked ??= check(process.env)
  return checked
}

/** Adds what the start itself finds out (the embedded database's address, kept secrets), also for Next's bundle. */
export function provideEnv(
  found: Partial<
    Record<
      'DATABASE_URL' | 'DATABASE_OWNER_URL' | 'AUTH_SECRET' | 'METRICS_TOKEN' | 'OTEL_EXPORTER_OTLP_ENDPOINT',
      string
    >
  >,
): void {
  Object.assign(process.env, found)
  checked = undefined
}

export function check(values: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))
  const result = schema.safeParse(present)
  if (result.success) return result.data
  const reasons = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new StartError(`Roster can’t start: ${reasons.join('; ')}.`)
}

/** Whoever can move the clock can make sessions and pauses last or end. */
function isOnlyHere(all: { HOST: string; APP_URL?: string | undefined; ROSTER_TRUSTED_PROXIES: string[] }): boolean {
  const isBehindProxy = all.APP_URL !== undefined || all.ROSTER_TRUSTED_PROXIES.length > 0
  return !isBehindProxy && /^(localhost|127(\.\d+){3}|::1)$/.test(all.HOST)
}

function isAddressOrRange(text: string): boolean {
  const [address = '', bits] = text.split('/')
  const family = isIP(address)
  if (family === 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

import { z } from 'zod'

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/, {
    error: (issue) => `“${String(issue.input).slice(0, 60)}” is not a domain such as example.com`,
  })
const domains = z
  .array(domain, 'Give one domain per line')
  .max(1000, 'Use at most 1,000 domains')
  .transform((list) => [...new Set(list)].sort())

const count = (most: number) =>
  z.coerce
    .number('Enter a whole number')
    .int('Enter a whole number')
    .min(1, 'Enter 1 or more')
    .max(most, `Enter at most ${most.toLocaleString('en')}`)

/** What administrators set on `/settings`. The defaults are those of docs/architecture.md. */
export const settingsSchema = z.strictObject({
  /** Wrong passwords an account takes within the window before sign-in pauses for as long. */
  signInFailuresPerAccount: count(1000).default(10),
  /** Tries that one address (IPv6: its /64) may make within the window. */
  signInTriesPerAddress: count(100_000).default(60),
  /** Wrong passwords an account takes within the window from all addresses together, before each has one try. */
  signInFailuresFromAnywhere: count(10_000).default(100),
  signInWindowMinutes: count(24 * 60).default(15),
  sessionIdleMinutes: count(30 * 24 * 60).default(12 * 60),
  sessionDays: count(365).default(7),
  /** Requests of one API token, or of one session to the API: in the long run, and at once. Each instance counts. */
  apiPerSecond: count(100_000).default(500),
  apiBurst: count(1_000_000).default(5000),
  /** Actions of one session in the console, and as many pages. */
  actionsPerSecond: count(100_000).default(500),
  actionsBurst: count(1_000_000).default(5000),
  /** Tokens and sessions that nobody has, tried from one address (IPv6: its /64). */
  unknownTokensPerMinute: count(100_000).default(120),
  /** Refused besides the list of throw-away domains that ships with the program. */
  restrictedDomains: domains.default([]),
  /** Accepted although they stand on that list. */
  allowedDomains: domains.default([]),
})
export type Settings = z.infer<typeof settingsSchema>
export const defaultSettings: Settings = settingsSchema.parse({})

export type StoredSettings = { value: Settings; version: number }

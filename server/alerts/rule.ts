import { z } from 'zod'

export const severities = ['info', 'warning', 'critical'] as const
export type Severity = (typeof severities)[number]

export const ruleKeys = [
  'slow-response',
  'error-rate',
  'memory',
  'p99',
  'event-loop',
  'pool-waiting',
  'sign-in-failures',
  'feed-lag',
  'disk',
] as const
export type RuleKey = (typeof ruleKeys)[number]

export type Unit = 'ms' | '%' | 'MiB' | 'requests'

/** What administrators set. The threshold is in the rule's unit. */
export type RuleSettings = { isOn: boolean; threshold: number; forSeconds: number; severity: Severity }
export type Rule = RuleSettings & { key: RuleKey; silencedUntil: Date | null; version: number }

type Definition = {
  /** "Slowest response" */
  name: string
  /** What it looks at, for the person who sets it. */
  hint: string
  unit: Unit
  /** On which side of the threshold it is bad. */
  isBad: 'above' | 'below'
  /** Each second the figure is taken of so many seconds up to it. */
  windowSeconds: number
  defaults: RuleSettings
}

const on = (threshold: number, forSeconds: number, severity: Severity): RuleSettings => {
  return { isOn: true, threshold, forSeconds, severity }
}

/** The first three are the source's own; see docs/alerts.md for what each one looks at. */
export const ruleDefinitions: Record<RuleKey, Definition> = {
  'slow-response': {
    name: 'Slowest response',
    hint: 'The slowest answer of the last minute.',
    unit: 'ms',
    isBad: 'above',
    windowSeconds: 60,
    defaults: on(5000, 1, 'warning'),
  },
  'error-rate': {
    name: 'Error rate',
    hint: 'Answers of 500 and above in the last minute, once it has 100 requests.',
    unit: '%',
    isBad: 'above',
    windowSeconds: 60,
    defaults: on(5, 10, 'critical'),
  },
  memory: {
    name: 'Memory',
    hint: 'What one instance holds in memory.',
    unit: 'MiB',
    isBad: 'above',
    windowSeconds: 1,
    defaults: on(1024, 60, 'warning'),
  },
  p99: {
    name: 'Response time',
    hint: 'Of 100 requests 99 are answered faster (p99), over ten seconds.',
    unit: 'ms',
    isBad: 'above',
    windowSeconds: 10,
    defaults: on(1000, 120, 'warning'),
  },
  'event-loop': {
    name: 'Event-loop delay',
    hint: 'How late one instance gets to its work (p99).',
    unit: 'ms',
    isBad: 'above',
    windowSeconds: 1,
    defaults: on(200, 30, 'warning'),
  },
  'pool-waiting': {
    name: 'Waiting for the database',
    hint: 'Requests of one instance that wait for a connection.',
    unit: 'requests',
    isBad: 'above',
    windowSeconds: 1,
    defaults: on(5, 30, 'warning'),
  },
  'sign-in-failures': {
    name: 'Failed sign-ins',
    hint: 'Of those in the last minute, once it has 20.',
    unit: '%',
    isBad: 'above',
    windowSeconds: 60,
    defaults: on(50, 10, 'warning'),
  },
  'feed-lag': {
    name: 'Event feed behind',
    hint: 'How old changes are before open pages learn of them.',
    unit: 'ms',
    isBad: 'above',
    windowSeconds: 1,
    defaults: on(5000, 30, 'warning'),
  },
  disk: {
    name: 'Free disk space',
    hint: 'Where one instance keeps its data.',
    unit: '%',
    isBad: 'below',
    windowSeconds: 1,
    defaults: on(10, 60, 'critical'),
  },
}

/** What no figure can pass would be a rule that is off without saying so. */
const mostOf: Record<Unit, number> = { ms: 3_600_000, '%': 100, MiB: 1_048_576, requests: 10_000 }

const number = (message: string) => z.coerce.number(message)

export function ruleSettingsSchema(key: RuleKey) {
  const most = mostOf[ruleDefinitions[key].unit]
  return z.strictObject({
    isOn: z.boolean('Must be true or false'),
    threshold: number('Enter a figure')
      .positive('Enter more than 0')
      .max(most, `Enter at most ${grouped(most)}`),
    forSeconds: number('Enter a whole number')
      .int('Enter a whole number')
      .min(1, 'Enter 1 second or more')
      .max(86_400, 'Enter at most 86,400 seconds, which is a day'),
    severity: z.enum(severities, 'Choose a severity'),
  })
}

/** What a form or a program changes of a rule: the rest stays. */
export const silenceSchema = z
  .strictObject({
    hours: z
      .number('Enter a number of hours')
      .positive('Enter more than 0')
      .max(720, 'Enter at most 720 hours')
      .optional(),
    until: z.iso
      .datetime({ offset: true, error: 'Give a time, such as 2026-11-24T18:00:00Z, or null' })
      .nullable()
      .optional(),
  })
  .refine(({ hours, until }) => (hours === undefined) !== (until === undefined), {
    path: ['until'],
    error: 'Give “hours” or “until”; null ends a silence',
  })
export type Silence = z.infer<typeof silenceSchema>

/** Until when; null for not at all. */
export function silencedUntil({ hours, until }: Silence, now: Date): Date | null {
  if (hours !== undefined) return new Date(now.getTime() + hours * 3_600_000)
  return until ? new Date(until) : null
}

export function isRuleKey(text: string): text is RuleKey {
  return ruleKeys.some((key) => key === text)
}

/** Thousands with commas, by hand: the server's Intl and the browser's need not agree. */
export function grouped(value: number): string {
  const [whole = '', part] = String(value).split('.')
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (part ? `.${part}` : '')
}

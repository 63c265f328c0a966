import { z } from 'zod'

/** Where alerts are sent, without its secret: that is shown once. */
export type Webhook = {
  id: string
  name: string
  url: string
  isOn: boolean
  version: number
  createdAt: Date
}

export const deliveryOccasions = ['fired', 'resolved', 'test'] as const
export type DeliveryOccasion = (typeof deliveryOccasions)[number]

/** How the last thing that was to be sent fared. */
export type LastDelivery = {
  occasion: DeliveryOccasion
  state: 'delivered' | 'waiting' | 'gave-up'
  attempts: number
  createdAt: Date
  deliveredAt: Date | null
  nextAt: Date | null
  lastError: string | null
}

/** The breaker is that of the instance that answers: each has its own. */
export type WebhookBreaker = {
  state: 'closed' | 'half-open' | 'open'
  lastError: string | null
  lastErrorAt: Date | null
}

export type WebhookFacts = Webhook & { last: LastDelivery | null; breaker: WebhookBreaker }

export const webhooksMax = 20

const nameSchema = z
  .string('Enter a name')
  .trim()
  .min(1, 'Enter a name')
  .max(100, 'Use at most 100 characters')
  .refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed(), 'Use letters, digits and signs only')

const urlSchema = z
  .string('Enter an address')
  .trim()
  .max(2000, 'Use at most 2,000 characters')
  .superRefine((text, context) => {
    const wrong = wrongWith(text)
    if (wrong) context.addIssue({ code: 'custom', message: wrong })
  })

export const webhookCreateSchema = z.strictObject({ name: nameSchema, url: urlSchema })
export type WebhookCreate = z.infer<typeof webhookCreateSchema>

export const webhookUpdateSchema = z
  .strictObject({ name: nameSchema, url: urlSchema, isOn: z.boolean('Must be true or false') })
  .partial()
export type WebhookUpdate = z.infer<typeof webhookUpdateSchema>

/** A name and a password in an address end up in logs. Words after the question mark do too, but many targets want them. */
function wrongWith(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol)) return 'Enter a whole address, such as https://hooks.example.com/roster'
  if (url.username !== '' || url.password !== '') return 'Leave name and password out of the address'
  return null
}

const firstWaitMs = 10_000
const longestWaitMs = 3_600_000
/** After a day nobody is helped by the news. */
export const givenUpAfterMs = 24 * 3_600_000

/**
 * How long to wait after so many tries: 10 s, 20 s, 40 s … up to an hour, each between the half and the whole of it, so
 * that what failed together does not come back together. `chance` is from 0 to 1.
 */
export function waitMsAfter(attempts: number, chance: number): number {
  const wait = Math.min(firstWaitMs * 2 ** Math.max(attempts - 1, 0), longestWaitMs)
  return Math.round(wait * (0.5 + chance / 2))
}

import { z } from 'zod'
import type { RuleKey, Severity } from '@/server/alerts/rule'
import { parseParams } from '@/server/parse'

/** A rule whose figure was beyond its threshold for long enough. Figures are in the rule's unit. */
export type Alert = {
  id: string
  rule: RuleKey
  severity: Severity
  /** Made by hand, to see that it arrives. */
  isTest: boolean
  threshold: number
  forSeconds: number
  /** When the figure first passed the threshold, and when that had lasted long enough. */
  beganAt: Date
  firedAt: Date
  /** At that moment, and the worst so far. */
  figure: number
  worst: number
  /** The one that it is about; null for what is counted over all of them. */
  instance: string | null
  acknowledgedAt: Date | null
  /** Name and address as they were then. */
  acknowledgedBy: string | null
  resolvedAt: Date | null
  /** Null where there was nothing left to measure, or the rule was switched off. */
  resolvedFigure: number | null
}

/** `isSilenced` says that its rule is: then there is no banner. */
export type OpenAlert = Alert & { isSilenced: boolean }

export type AlertCursor = { towards: 'older' | 'newer'; id: string }
export type AlertQuery = { isOpen: boolean; limit: number; cursor: AlertCursor | null }
export type AlertPage = { alerts: OpenAlert[]; next: string | null; previous: string | null; limit: number }

const cursorShape = /^(older|newer)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

export function writeAlertCursor({ towards, id }: AlertCursor): string {
  return `${towards}.${id}`
}

export const alertQuerySchema = z.strictObject({
  open: z.enum(['', 'true'], 'Give “open” alone, or leave it out').optional(),
  limit: z.coerce.number('Must be 1 to 100').int().min(1, 'Must be 1 to 100').max(100, 'Must be 1 to 100').optional(),
  cursor: z
    .string()
    .refine((text) => cursorShape.test(text), 'This is not a cursor. Start again from the first page.')
    .optional(),
})

/** Fails with `invalid` and what is wrong with which parameter. */
export function parseAlertQuery(params: URLSearchParams): AlertQuery {
  const { open, limit = 50, cursor } = parseParams(alertQuerySchema, params)
  const [, towards, id = ''] = cursorShape.exec(cursor ?? '') ?? []
  const read: AlertCursor | null = towards === 'older' || towards === 'newer' ? { towards, id } : null
  return { isOpen: open !== undefined, limit, cursor: read }
}

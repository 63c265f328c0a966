import { v7 as uuidv7 } from 'uuid'
import type { OpenAlert } from '@/server/alerts/alert'
import { alertRepository } from '@/server/alerts/alert-repository'
import { alertSubject } from '@/server/alerts/alert-service'
import { deliveryRepository } from '@/server/alerts/delivery-repository'
import type { RuleFigure } from '@/server/alerts/figure'
import type { Rule, RuleKey } from '@/server/alerts/rule'
import { ruleRepository } from '@/server/alerts/rule-repository'
import { SecondsMeasured } from '@/server/alerts/seconds'
import { type WatchPosition, watchRepository } from '@/server/alerts/watch-repository'
import { atRest, isBeyond, type Told, type Watching, watchOn, worseOf } from '@/server/alerts/watching'
import { webhookRepository } from '@/server/alerts/webhook-repository'
import { systemActor } from '@/server/auth/actor'
import { clock } from '@/server/clock'
import { recordEvent } from '@/server/events/event-service'
import type { Database } from '@/server/platform/database'
import { inTransaction } from '@/server/platform/transaction'

/** What is newer may still be on its way into the database. */
const behindSeconds = 2
/** Older seconds are not kept. */
const keptSeconds = 3600
/** In one transaction; more are done in the next one. */
const atOnceSeconds = 60
/** The longest window of a rule. */
const windowSeconds = 60
/** For so long a second that nobody told of is waited for: figures come late when the database was away. */
const patienceMs = 15_000

/**
 * Looks at every second that has not been looked at, in order, and says what fires and what is over: the alert, its
 * deliveries, its event and how far one came are written together or not at all. Only one instance at a time does it;
 * for the others it ends at once. Answers whether there is more to do. Fails with `unavailable`.
 */
export async function watchAlerts(): Promise<boolean> {
  return inTransaction(async (tx) => {
    const watch = watchRepository(tx)
    if (!(await watch.isMine())) return false
    const now = clock.now()
    const newest = Math.floor(now.getTime() / 1000) - behindSeconds
    const position = sensible(await watch.findPosition(), newest)
    const from = Math.max(position.second + 1, newest - keptSeconds + 1)
    const to = Math.min(newest, from + atOnceSeconds - 1)
    if (from > to) return false
    const seconds = new SecondsMeasured(await watch.findSeconds(from - windowSeconds + 1, to + 1))
    const known = lastToLookAt(position, seconds, from, to, now)
    if (known >= from) await lookAt(tx, position, seconds, from, known)
    await watch.keepPosition({ ...position, second: Math.max(known, from - 1) }, now)
    return known < newest && known === to
  })
}

/** Begins with now where nobody has looked yet, or the clock was set back. */
function sensible(kept: WatchPosition | null, newest: number): WatchPosition {
  if (kept && kept.second <= newest + behindSeconds + 10) return { ...kept, rules: { ...kept.rules } }
  return { second: newest - 1, rules: {}, untold: kept?.untold ?? [], waitingSince: null }
}

/**
 * The last second that can be judged: after a time without the database figures come late, so an end of which nobody has
 * told anything is waited for, but not for ever.
 */
function lastToLookAt(position: WatchPosition, seconds: SecondsMeasured, from: number, to: number, now: Date): number {
  const told = Math.max(seconds.newest(), from - 1)
  if (told >= to) {
    position.waitingSince = null
    return to
  }
  position.waitingSince ??= now.getTime()
  return now.getTime() - position.waitingSince > patienceMs ? to : told
}

async function lookAt(tx: Database, position: WatchPosition, seconds: SecondsMeasured, from: number, to: number) {
  const rules = await ruleRepository(tx).list()
  const open = new Map((await alertRepository(tx).findOpen(clock.now())).map((alert) => [alert.rule, alert]))
  for (let second = from; second <= to; second++) {
    for (const rule of rules) {
      const told = seconds.told(rule.key, second)
      const was = position.rules[rule.key] ?? atRest
      const alert = open.get(rule.key)
      const { watching, verdict } = rule.isOn
        ? watchOn(was, told, second, rule, alert !== undefined)
        : { watching: atRest, verdict: alert ? ('resolve' as const) : null }
      position.rules[rule.key] = watching
      const figure = rule.isOn && told !== 'unknown' ? told : null
      if (verdict === 'fire' && figure) {
        const fired = await fire(tx, position, rule, watching, figure, second)
        if (fired) open.set(rule.key, fired)
      } else if (verdict === 'resolve' && alert) {
        await resolve(tx, position, alert, figure, second)
        open.delete(rule.key)
      } else if (alert) await goOn(tx, position, rule, alert, told, second)
    }
  }
}

async function fire(
  tx: Database,
  position: WatchPosition,
  rule: Rule,
  { beganAt, worst }: Watching,
  { value, instance }: RuleFigure,
  second: number,
): Promise<OpenAlert | null> {
  const { key, severity, threshold, forSeconds } = rule
  const [began, firedAt] = [dateOf(beganAt), dateOf(second + 1)]
  const figures = { threshold, forSeconds, figure: value, worst, instance }
  const alert = { id: uuidv7(), rule: key, severity, isTest: false, beganAt: began, firedAt, ...figures }
  if (!(await alertRepository(tx).insert(alert))) return null
  if (isSilenced(rule, second)) position.untold.push(alert.id)
  else await tell(tx, alert.id)
  const details = { severity, threshold, figure: value, ...(instance ? { instance } : {}) }
  await record(tx, 'alert.fired', alert, details)
  const ends = { acknowledgedAt: null, acknowledgedBy: null, resolvedAt: null, resolvedFigure: null }
  return { ...alert, ...ends, isSilenced: false }
}

/** Those who were told of the beginning are told of the end, also in a silence: nothing stays red for ever. */
async function resolve(
  tx: Database,
  position: WatchPosition,
  alert: OpenAlert,
  figure: RuleFigure | null,
  second: number,
) {
  const deliveries = deliveryRepository(tx)
  await alertRepository(tx).resolve(alert.id, dateOf(second + 1), figure?.value ?? null)
  await deliveries.insert(alert.id, await deliveries.webhooksTold(alert.id, 'fired'), 'resolved', clock.now())
  position.untold = position.untold.filter((id) => id !== alert.id)
  await record(tx, 'alert.resolved', alert, figure ? { figure: figure.value } : {})
}

/** What began in a silence and outlasts it is told then. */
async function goOn(tx: Database, position: WatchPosition, rule: Rule, alert: OpenAlert, told: Told, second: number) {
  if (told !== null && told !== 'unknown' && isBeyond(rule, told.value)) {
    const worst = worseOf(rule.key, alert.worst, told.value)
    if (worst !== alert.worst) {
      alert.worst = worst
      await alertRepository(tx).keepWorst(alert.id, worst)
    }
  }
  if (!position.untold.includes(alert.id) || isSilenced(rule, second)) return
  position.untold = position.untold.filter((id) => id !== alert.id)
  if (alert.acknowledgedAt === null) await tell(tx, alert.id)
}

async function tell(tx: Database, alertId: string): Promise<void> {
  await deliveryRepository(tx).insert(alertId, await webhookRepository(tx).idsOn(), 'fired', clock.now())
}

type Details = Record<string, string | number>
type Named = { id: string; rule: RuleKey; threshold: number }

async function record(tx: Database, action: 'alert.fired' | 'alert.resolved', alert: Named, details: Details) {
  const actor = systemActor({ requestId: `alert-${alert.id}`, via: 'system', ip: null, userAgent: null })
  await recordEvent(tx, actor, { action, subject: alertSubject(alert), outcome: 'done', details })
}

function isSilenced({ silencedUntil }: Rule, second: number): boolean {
  return silencedUntil !== null && silencedUntil > dateOf(second + 1)
}

function dateOf(second: number): Date {
  return new Date(second * 1000)
}

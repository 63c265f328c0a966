import { isRuleKey, ruleDefinitions } from '@/server/alerts/rule'
import { nameInLabel } from '@/server/auth/actor'
import type { EventAction } from '@/server/events/event'
import { eventQueryParams } from '@/server/events/event-query'
import { type EventGroup, groupEvents } from '@/server/events/event-service'
import type { PerformanceMark } from '@/server/performance/performance'
import { performanceMarksRepository } from '@/server/performance/performance-marks-repository'
import type { Zoom } from '@/server/performance/zoom'
import { database } from '@/server/platform/database'

const marksMax = 100
const start = 'system.started'

/** What explains figures, as it stands before whom it was done to: "suspended" Tom Berg, or 12 users. */
const deeds: Partial<Record<EventAction, string>> = {
  'user.created': 'created',
  'user.updated': 'changed the profile of',
  'user.role-changed': 'changed the role of',
  'user.suspended': 'suspended',
  'user.locked': 'locked',
  'user.unlocked': 'unlocked',
  'user.reactivated': 'reactivated',
  'user.deleted': 'deleted',
  'user.restored': 'restored',
  'user.undone': 'undid changes of',
  'user.password-set': 'set a temporary password for',
  'settings.updated': 'changed the settings',
  'settings.undone': 'undid a change of the settings',
  'events.exported': 'exported the audit log',
  [start]: 'started',
}
const actions = Object.keys(deeds) as EventAction[]

/** What people and the program did, oldest first: the newest `marksMax`. Asks no right. Fails with `unavailable`. */
export async function findMarks({ from, to, step }: Zoom): Promise<PerformanceMark[]> {
  // With the second that has begun: who has just done something looks for it
  const [begin, end] = [new Date(from * 1000), new Date((to + 1) * 1000)]
  const [groups, alerts] = await Promise.all([
    groupEvents(database(), { from: begin, to: end, seconds: step, actions, limit: marksMax }),
    performanceMarksRepository(database()).alerts(begin, end, marksMax),
  ])
  const marks: PerformanceMark[] = [
    ...groups.map((group) => (group.action === start ? startMark(group) : changeMark(group))),
    ...alerts.map(({ id, rule, beganAt, resolvedAt }) => ({
      id: `alert-${id}`,
      kind: 'alert' as const,
      at: secondOf(beganAt),
      until: resolvedAt === null ? null : secondOf(resolvedAt),
      label: `Alert: ${isRuleKey(rule) ? ruleDefinitions[rule].name : rule}`,
      href: '#alerts',
    })),
  ]
  return marks.sort((one, other) => one.at - other.at).slice(-marksMax)
}

/** A start is where another version may have come. */
function startMark(group: EventGroup): PerformanceMark {
  const where = group.subjects === 1 ? 'started' : `on ${group.subjects} instances`
  const label = `Roster ${group.version ?? ''} ${where}`.replace('  ', ' ')
  return { id: idOf(group), kind: 'deploy', at: secondOf(group.firstAt), label, href: logHref(group) }
}

function changeMark(group: EventGroup): PerformanceMark {
  const deed = [nameInLabel(group.actorLabel), deeds[group.action]]
  const isAboutUsers = group.action.startsWith('user.')
  const label = [...deed, ...(isAboutUsers ? [whom(group)] : [])].join(' ')
  return { id: idOf(group), kind: 'change', at: secondOf(group.firstAt), label, href: hrefOf(group, isAboutUsers) }
}

function whom({ subjects, subjectId, subjectLabel }: EventGroup): string {
  if (subjects > 1) return `${subjects.toLocaleString('en')} users`
  return nameInLabel(subjectLabel ?? '') || subjectId || 'somebody'
}

function hrefOf(group: EventGroup, isAboutUsers: boolean): string {
  if (isAboutUsers && group.subjects === 1 && group.subjectId !== null) return `/users/${group.subjectId}`
  return group.action.startsWith('settings.') ? '/settings' : logHref(group)
}

/** The audit log, of just these. */
function logHref({ action, actorId, firstAt, lastAt }: EventGroup): string {
  const to = new Date(lastAt.getTime() + 1)
  return `/audit?${eventQueryParams({ action: [action], actor: actorId ?? '', from: firstAt, to })}`
}

function idOf({ action, actorId, firstAt }: EventGroup): string {
  return [action, actorId ?? 'system', firstAt.getTime()].join('-')
}

function secondOf(time: Date): number {
  return Math.floor(time.getTime() / 1000)
}

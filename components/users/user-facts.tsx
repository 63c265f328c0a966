import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { exactWords } from '@/components/ui/time-words'
import { nameInLabel } from '@/server/auth/actor'
import type { User } from '@/server/users/user'
import { UserStatus } from './user-status'
import { roleWords } from './user-words'

/** Since when something is as it is, and who made it so. */
export type Milestone = { at: Date; by: string; reason: string | null }
export type Milestones = Record<'created' | 'role' | 'status' | 'deleted', Milestone | null>

type Props = {
  user: User
  milestones: Milestones
  /** Null where the person may not know */
  sessions: number | null
  now: Date
}

/** What one wants to know first, in one strip. */
export function UserFacts({ user, milestones, sessions, now }: Props) {
  const { created, role } = milestones
  return (
    <dl className="grid grid-cols-2 border-line border-y px-[calc(var(--gutter)-1rem)] md:grid-cols-3 xl:grid-cols-[1.25fr_0.9fr_1.1fr_0.8fr_1.15fr_1.15fr] max-md:px-0">
      <Fact name="Status" note={<StatusNote user={user} milestones={milestones} now={now} />}>
        <UserStatus user={user} className="align-top" />
      </Fact>
      <Fact name="Role" note={role && isLater(role, created) ? <Since milestone={role} now={now} /> : null}>
        {roleWords[user.role]}
      </Fact>
      <Fact name="Last sign-in" note={user.mustChangePassword ? 'must change the password' : null}>
        {user.lastSignInAt ? <RelativeTime at={user.lastSignInAt} now={now} /> : 'Never'}
      </Fact>
      <Fact name="Sessions">
        {sessions === null ? <span className="font-normal text-ink-3">Not shown</span> : `${sessions} open`}
      </Fact>
      <Fact name="Created" note={created ? `by ${nameInLabel(created.by)}` : null}>
        <RelativeTime at={user.createdAt} now={now} />
      </Fact>
      <Fact name="Id" note={`version ${user.version}`}>
        <code title={user.id} className="font-mono font-normal">
          {user.id.slice(0, 6)}…{user.id.slice(-4)}
        </code>
        <CopyButton text={user.id} label="Copy id" className="-my-1.5 ms-1 align-middle" />
      </Fact>
    </dl>
  )
}

const factLook = [
  'relative min-w-0 px-4 py-3',
  // A line before each but the first of a row
  'max-md:even:border-line max-md:even:border-s max-md:nth-[n+3]:border-line max-md:nth-[n+3]:border-t',
  'md:max-xl:not-nth-[3n+1]:border-line md:max-xl:not-nth-[3n+1]:border-s md:max-xl:nth-[n+4]:border-t md:max-xl:nth-[n+4]:border-line',
  "xl:not-first:before:absolute xl:not-first:before:inset-y-3 xl:not-first:before:start-0 xl:not-first:before:w-px xl:not-first:before:bg-line xl:not-first:before:content-['']",
].join(' ')

function Fact({ name, note, children }: { name: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div className={factLook}>
      <dt className="mb-0.5 text-ink-3 text-sm">{name}</dt>
      <dd className="min-w-0">
        <div className="truncate font-medium tabular-nums">{children}</div>
        {note ? <small className="block truncate text-ink-3">{note}</small> : null}
      </dd>
    </div>
  )
}

function StatusNote({ user, milestones, now }: Omit<Props, 'sessions'>) {
  const { created, status, deleted } = milestones
  if (user.deletedAt !== null) {
    return <Since milestone={deleted ?? { at: user.deletedAt, by: '', reason: null }} now={now} />
  }
  return status && isLater(status, created) ? <Since milestone={status} now={now} /> : null
}

/** "since 3 days ago" is no English: up to a month it is told as it is, then by its date. */
function Since({ milestone: { at, by }, now }: { milestone: Milestone; now: Date }) {
  const name = by === '' ? '' : ` by ${nameInLabel(by)}`
  return (
    <span title={`${exactWords(at)}${name}`}>
      <RelativeTime at={at} now={now} />
      {name}
    </span>
  )
}

/** Not from the beginning. */
function isLater(milestone: Milestone, created: Milestone | null): boolean {
  return created === null || milestone.at > created.at
}

import { Avatar } from '@/components/ui/avatar'
import { classNames } from '@/components/ui/class-names'
import { RelativeTime } from '@/components/ui/relative-time'
import { SoftLink } from '@/components/ui/soft-link'
import { Cell, Row } from '@/components/ui/table'
import { dateWords, relativeWords } from '@/components/ui/time-words'
import { UserMatch } from './user-match'
import { UserStatus } from './user-status'
import { roleWords } from './user-words'
import type { ListedUser } from './users-answer'
import type { RowLook } from './users-look'
import { newsWords, type UserNews } from './users-news'
import { UsersRowMenu } from './users-row-menu'
import type { OptionalColumn } from './users-view'

type Props = {
  user: ListedUser
  columns: readonly OptionalColumn[]
  /** The words that were searched for */
  words: readonly string[]
  now: string
  look: RowLook
  /** What somebody else changed a moment ago */
  news: UserNews | undefined
}

/** One person. The link of the name lies over the whole row; what has a tooltip or a menu stands above it. */
export function UsersRow({ user, columns, words, now, look, news }: Props) {
  const isDeleted = user.deletedAt !== null
  return (
    <Row className={classNames(look.row, news && newsLook)}>
      <Cell className={look.name}>
        <Avatar name={user.name} seed={user.id} className={look.avatar} />
        <SoftLink href={`/users/${user.id}`} data-row-link className={linkLook}>
          <bdi title={user.name} className={classNames('relative z-1', isDeleted && 'text-ink-3')}>
            <UserMatch text={user.name} words={words} />
          </bdi>
        </SoftLink>
      </Cell>
      <Cell className={look.email}>
        <bdi title={user.email} className="block truncate">
          <UserMatch text={user.email} words={words} />
        </bdi>
      </Cell>
      {columns.map((column) => (
        <Cell key={column} className={classNames(look[column], look.span)}>
          {column === 'role' ? <Role user={user} /> : null}
          {column === 'status' ? <Status user={user} news={news} now={now} className={look.statusBox} /> : null}
          {column === 'last_sign_in' ? <LastSignIn user={user} now={now} /> : null}
          {column === 'created' ? (
            <>
              <CardWord>Created </CardWord>
              <RelativeTime at={user.createdAt} now={now} className="relative z-1" />
            </>
          ) : null}
        </Cell>
      ))}
      <Cell className={classNames(look.actions, look.span)}>
        <UsersRowMenu user={user} />
      </Cell>
    </Row>
  )
}

const linkLook =
  "truncate after:absolute after:inset-0 after:content-[''] focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"

function Role({ user }: { user: ListedUser }) {
  return <span className={user.role === 'user' ? 'text-ink-2' : 'font-medium'}>{roleWords[user.role]}</span>
}

/** A bar at the edge; the row stays where it is. */
const newsLook =
  "before:absolute before:inset-y-1.5 before:start-1.5 before:w-[3px] before:rounded-full before:bg-accent before:content-['']"

type StatusProps = Pick<Props, 'user' | 'news' | 'now'> & { className: string }

function Status({ user, news, now, className }: StatusProps) {
  const note = news
    ? newsWords(news, relativeWords(new Date(news.at), new Date(Math.max(Date.parse(now), Date.parse(news.at)))))
    : statusNote(user, new Date(now))
  return (
    <div className={classNames('min-w-0', className)}>
      <UserStatus user={user} className="leading-4.5" />
      {note ? (
        <small
          title={note}
          className={classNames('relative z-1 truncate ps-4', news ? 'font-medium text-accent-ink' : 'text-ink-3')}
        >
          {note}
        </small>
      ) : null}
    </div>
  )
}

/** "until 1 Dec 2026, on leave"; of a deleted person, since when. */
function statusNote({ statusReason, statusUntil, deletedAt }: ListedUser, now: Date): string {
  if (deletedAt !== null) return relativeWords(new Date(deletedAt), now)
  return [statusUntil === null ? null : `until ${dateWords(new Date(statusUntil))}`, statusReason]
    .filter(Boolean)
    .join(', ')
}

function LastSignIn({ user, now }: { user: ListedUser; now: string }) {
  if (user.lastSignInAt === null) {
    return (
      <span className="text-ink-3">
        Never<CardWord> signed in</CardWord>
      </span>
    )
  }
  return (
    <>
      <CardWord>Signed in </CardWord>
      <RelativeTime at={user.lastSignInAt} now={now} className="relative z-1" />
    </>
  )
}

/** A card has no heading over its cells, so it says in words what they are. */
function CardWord({ children }: { children: string }) {
  return <span className="md:hidden">{children}</span>
}

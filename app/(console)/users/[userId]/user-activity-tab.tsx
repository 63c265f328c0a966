import { EventList } from '@/components/audit/event-list'
import { ButtonLink } from '@/components/ui/button-link'
import { Panel } from '@/components/ui/panel'
import { getUserHistory } from '@/server/users/user-list-service'
import type { UserTabProps } from './user-profile-tab'

const pageSize = 25

type Props = UserTabProps & { before: string | string[] | undefined }

/** Everything that happened to a user, a page at a time; the address says where. */
export async function UserActivityTab({ actor, user, now, before }: Props) {
  const beforeSeq = seqOf(before)
  const { events, nextBeforeSeq } = await getUserHistory(actor, user.id, pageSize, beforeSeq)
  const here = `/users/${user.id}?tab=activity`
  return (
    <Panel
      title="Activity"
      isFlush
      footer={
        beforeSeq !== undefined || nextBeforeSeq !== null ? (
          <>
            {beforeSeq === undefined ? null : (
              <ButtonLink variant="quiet" href={here}>
                Back to the newest
              </ButtonLink>
            )}
            {nextBeforeSeq === null ? null : (
              <ButtonLink className="ms-auto" href={`${here}&before=${nextBeforeSeq}`}>
                Show older
              </ButtonLink>
            )}
          </>
        ) : undefined
      }
    >
      {events.length > 0 ? (
        <EventList label={`Activity of ${user.name}`} events={events} now={now} hasUndo />
      ) : (
        <p className="px-4 py-3 text-ink-3">Nothing older is known of this user.</p>
      )}
    </Panel>
  )
}

/** A hand-edited address shows the newest; it never becomes an error page. */
function seqOf(before: Props['before']): number | undefined {
  return typeof before === 'string' && /^[1-9]\d{0,14}$/.test(before) ? Number(before) : undefined
}

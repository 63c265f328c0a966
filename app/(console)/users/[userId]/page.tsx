import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { orNotFound } from '@/app/_shared/or-not-found'
import { Streamed } from '@/app/_shared/streamed'
import { LiveRefresh } from '@/components/layout/live-refresh'
import { PageTop } from '@/components/layout/page-top'
import { Tabs } from '@/components/ui/tabs'
import { UserCreatedToast } from '@/components/users/user-created-toast'
import { UserFacts } from '@/components/users/user-facts'
import { UserHeader } from '@/components/users/user-header'
import { UserSkeleton } from '@/components/users/user-skeleton'
import { requireActor } from '@/server/auth/auth-session'
import { clock } from '@/server/clock'
import { appErrorOf } from '@/server/errors'
import { listSessions } from '@/server/sessions/session-service'
import { userIdSchema } from '@/server/users/user'
import { getUserMilestones } from '@/server/users/user-milestones-service'
import { userCan } from '@/server/users/user-policy'
import { getUser } from '@/server/users/user-service'
import { UserActivityTab } from './user-activity-tab'
import { UserProfileTab } from './user-profile-tab'
import { UserSessionsTab } from './user-sessions-tab'
import { userTabs } from './user-tabs'

type Props = PageProps<'/users/[userId]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  try {
    const { user } = await load((await params).userId)
    return { title: user.name }
  } catch (error) {
    // The page says so too. Said here, Next would begin anew, and wait for a database that is away a second time
    if (appErrorOf(error)?.code === 'unavailable') return {}
    throw error
  }
}

export default function UserPage(props: Props) {
  return <Streamed fallback={<UserSkeleton />} content={drawPage(props)} />
}

async function drawPage({ params, searchParams }: Props) {
  const { actor, user } = await load((await params).userId)
  const { tab, before, created } = await searchParams
  const [milestones, sessions] = await Promise.all([
    getUserMilestones(actor, user),
    userCan.viewSessions(actor, user) ? listSessions(actor, user.id) : null,
  ])
  const now = clock.now()
  const { here, tabs } = userTabs(actor, user, sessions, tab)
  const facts = { actor, user, milestones, sessions: sessions ?? [], now }

  return (
    <>
      <PageTop
        title={user.name}
        crumbs={userCan.list(actor) ? [{ href: '/users', label: 'Users' }] : []}
        hasOwnHeading
      />
      <UserHeader user={user} />
      <LiveRefresh subject={{ kind: 'user', id: user.id }} noun="this user" ownId={actor.id} />
      <UserFacts user={user} milestones={milestones} sessions={sessions?.length ?? null} now={now} />
      <Tabs label="About this user" tabs={tabs} />
      <div className="px-gutter pt-6 pb-14 max-md:pt-4">
        {here === 'profile' ? <UserProfileTab {...facts} /> : null}
        {here === 'sessions' ? <UserSessionsTab {...facts} /> : null}
        {here === 'activity' ? <UserActivityTab {...facts} before={before} /> : null}
      </div>
      {typeof created === 'string' ? <UserCreatedToast name={user.name} eventId={created} /> : null}
    </>
  )
}

/** Once for the title and the page. */
const load = cache(async (userId: string) => {
  const actor = await requireActor()
  const id = userIdSchema.safeParse(userId)
  if (!id.success) notFound()
  return { actor, user: await orNotFound(getUser(actor, id.data)) }
})

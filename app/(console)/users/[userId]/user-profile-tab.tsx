import { EventList } from '@/components/audit/event-list'
import { SessionPanel } from '@/components/sessions/session-panel'
import { ButtonLink } from '@/components/ui/button-link'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { UserAccessPanel } from '@/components/users/user-access-panel'
import { UserDangerPanel } from '@/components/users/user-danger-panel'
import type { Milestones } from '@/components/users/user-facts'
import { UserProfileForm } from '@/components/users/user-profile-form'
import type { Actor } from '@/server/auth/actor'
import type { Session } from '@/server/sessions/session'
import { type User, userNameMax } from '@/server/users/user'
import { getUserHistory } from '@/server/users/user-list-service'
import { userCan } from '@/server/users/user-policy'
import { findAddressHolder } from '@/server/users/user-service'
import {
  changeUserRoleAction,
  changeUserStatusAction,
  deleteUserAction,
  restoreUserAction,
  setUserPasswordAction,
  updateUserAction,
} from '../actions'
import { sessionActions } from './user-sessions-tab'
import { whyNot } from './why-not'

export type UserTabProps = {
  actor: Actor
  user: User
  milestones: Milestones
  sessions: Session[]
  now: Date
}

/** Everything about a user at a glance, and what can be done. Of a deleted one, only the way back. */
export async function UserProfileTab({ actor, user, milestones, sessions, now }: UserTabProps) {
  const { id } = user
  const isLive = user.deletedAt === null
  const [history, addressHolder] = await Promise.all([
    userCan.viewHistory(actor, user) ? getUserHistory(actor, id, 5) : null,
    isLive ? null : findAddressHolder(actor, user),
  ])
  const mayEdit = isLive && userCan.update(actor, user)
  const mayTrash = isLive ? userCan.delete(actor, user) : userCan.restore(actor, user)
  const reason = whyNot(actor, user)

  return (
    <div className="grid items-start gap-6 max-md:gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] 2xl:grid-cols-[minmax(0,1fr)_25.5rem]">
      <div className="grid min-w-0 gap-6 max-md:gap-4">
        {reason ? (
          <Notice
            tone="info"
            actions={
              actor.id === id ? (
                <ButtonLink size="sm" href="/account">
                  Your account
                </ButtonLink>
              ) : undefined
            }
          >
            {reason}
          </Notice>
        ) : null}
        {mayEdit ? (
          <UserProfileForm
            user={user}
            nameMax={userNameMax}
            action={updateUserAction.bind(null, id)}
            changedBy={history?.events.find(({ changes }) => changes.length > 0)?.actorLabel ?? null}
          />
        ) : null}
        {mayEdit ? (
          <UserAccessPanel
            user={user}
            sessions={sessions.length}
            status={milestones.status}
            now={now}
            changeRole={userCan.changeRole(actor, user) ? changeUserRoleAction.bind(null, id) : null}
            changeStatus={userCan.changeStatus(actor, user) ? changeUserStatusAction.bind(null, id) : null}
            isOwn={actor.id === id}
          />
        ) : null}
        {isLive && userCan.viewSessions(actor, user) ? (
          <SessionPanel
            sessions={sessions}
            now={now}
            actions={userCan.endSessions(actor, user) ? sessionActions(id) : null}
            none="Nobody is signed in to this account."
          />
        ) : null}
        {mayTrash ? (
          <UserDangerPanel
            user={user}
            sessions={sessions.length}
            setPassword={isLive && userCan.setPassword(actor, user) ? setUserPasswordAction.bind(null, id) : null}
            trash={{
              addressHolder: addressHolder && { id: addressHolder.id, name: addressHolder.name },
              deleteUser: deleteUserAction.bind(null, id),
              restoreUser: restoreUserAction.bind(null, id),
            }}
          />
        ) : null}
      </div>
      {history ? (
        <Panel
          title="History"
          isFlush
          actions={
            <ButtonLink variant="quiet" size="sm" href={`/users/${id}?tab=activity`}>
              See all
            </ButtonLink>
          }
        >
          <EventList label={`History of ${user.name}`} events={history.events} now={now} />
        </Panel>
      ) : null}
    </div>
  )
}

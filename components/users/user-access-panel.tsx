import type { ReactNode } from 'react'
import { Panel } from '@/components/ui/panel'
import type { User } from '@/server/users/user'
import type { Milestone } from './user-facts'
import { UserRoleForm, type UserRoleFormProps } from './user-role-form'
import { UserStatusForm, type UserStatusFormProps } from './user-status-form'
import { roleWords } from './user-words'

type Props = {
  user: User
  /** How many sessions would end */
  sessions: number
  status: Milestone | null
  now: Date
  /** Null where the person may not; then the reason is told */
  changeRole: UserRoleFormProps['action'] | null
  changeStatus: UserStatusFormProps['action'] | null
  /** Whether it is the person's own account */
  isOwn: boolean
}

/** What somebody may do, and whether they may come in at all. */
export function UserAccessPanel(props: Props) {
  const { user, sessions, status, now, changeRole, changeStatus, isOwn } = props
  return (
    <Panel title="Role and status">
      <div className="grid gap-x-6 gap-y-4 max-md:gap-y-2 md:grid-cols-[9rem_minmax(0,1fr)]">
        <Part name="Role">
          {changeRole ? (
            <UserRoleForm user={user} sessions={sessions} action={changeRole} />
          ) : (
            <Fixed
              value={roleWords[user.role]}
              reason={
                isOwn
                  ? 'You can’t change your own role. Ask another administrator.'
                  : 'Roles are given by administrators.'
              }
            />
          )}
        </Part>
        <hr className="-mx-4 col-span-full border-line max-md:my-2" />
        <Part name="Status">
          <UserStatusForm
            user={user}
            sessions={sessions}
            status={status}
            now={now}
            action={changeStatus}
            whyNot="You can’t change your own status. Ask another administrator."
          />
        </Part>
      </div>
    </Panel>
  )
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <h3 className="pt-1.5 font-medium">{name}</h3>
      <div className="min-w-0">{children}</div>
    </>
  )
}

function Fixed({ value, reason }: { value: string; reason: string }) {
  return (
    <p className="pt-1.5">
      {value} <small className="block text-ink-3">{reason}</small>
    </p>
  )
}

import { Panel } from '@/components/ui/panel'
import type { User } from '@/server/users/user'
import { UserPasswordForm, type UserPasswordFormProps } from './user-password-form'
import { UserTrashForm, type UserTrashFormProps } from './user-trash-form'

type Props = {
  user: User
  sessions: number
  /** Null where the person may not, or where it makes no sense */
  setPassword: UserPasswordFormProps['action'] | null
  trash: Omit<UserTrashFormProps, 'user' | 'sessions'> | null
}

/**
 * Apart from the rest, and each says what it will do. Of a deleted user it holds the way back: the same part of the
 * page, so that the answer to Delete is not lost with its button.
 */
export function UserDangerPanel({ user, sessions, setPassword, trash }: Props) {
  return (
    <Panel title={user.deletedAt === null ? 'Danger' : 'In the trash'} isFlush>
      <div className="[&>*+*]:border-line [&>*+*]:border-t">
        {setPassword ? <UserPasswordForm email={user.email} sessions={sessions} action={setPassword} /> : null}
        {trash ? <UserTrashForm key="trash" user={user} sessions={sessions} {...trash} /> : null}
      </div>
    </Panel>
  )
}

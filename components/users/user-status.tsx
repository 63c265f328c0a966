import { StatusMark } from '@/components/ui/status-mark'
import type { User } from '@/server/users/user'
import { statusWords } from './user-words'

type Props = { user: Pick<User, 'status'> & { deletedAt: Date | string | null }; className?: string }

export function UserStatus({ user, className }: Props) {
  const { word, tone } = statusWords(user)
  return (
    <StatusMark tone={tone} className={className}>
      {word}
    </StatusMark>
  )
}

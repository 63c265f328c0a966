import type { StatusTone } from '@/components/ui/status-mark'
import type { User, UserRole } from '@/server/users/user'

export const roleWords: Record<UserRole, string> = { admin: 'Admin', manager: 'Manager', user: 'User' }

const statuses: Record<User['status'] | 'deleted', { word: string; tone: StatusTone }> = {
  active: { word: 'Active', tone: 'ok' },
  suspended: { word: 'Suspended', tone: 'warn' },
  locked: { word: 'Locked', tone: 'bad' },
  deleted: { word: 'Deleted', tone: 'off' },
}

/** What is in the trash is deleted first of all, whatever its status was. */
export function statusWords(user: Pick<User, 'status'> & { deletedAt: Date | string | null }) {
  return statuses[user.deletedAt === null ? user.status : 'deleted']
}

/** "1 session", "3 sessions". */
export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

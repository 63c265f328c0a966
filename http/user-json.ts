import type { User } from '@/server/users/user'

/** Named one by one: a field that a user gets later stays inside until it is listed here. */
export function userJson(user: User) {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    status: user.status,
    statusReason: user.statusReason,
    statusUntil: user.statusUntil,
    version: user.version,
    lastSignInAt: user.lastSignInAt,
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
    deletedAt: user.deletedAt,
  }
}

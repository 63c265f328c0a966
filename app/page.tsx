import { redirect } from 'next/navigation'
import { requireActor } from '@/server/auth/auth-session'
import { userCan } from '@/server/users/user-policy'

export default async function HomePage() {
  redirect(userCan.list(await requireActor()) ? '/users' : '/account')
}

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageTop } from '@/components/layout/page-top'
import { UserCreateForm } from '@/components/users/user-create-form'
import { requireActor } from '@/server/auth/auth-session'
import { userNameMax, userRoles } from '@/server/users/user'
import { userCan } from '@/server/users/user-policy'
import { createUserAction } from '../actions'

export const metadata: Metadata = { title: 'New user' }

export default async function NewUserPage() {
  const actor = await requireActor()
  const roles = userRoles.filter((role) => userCan.create(actor, role)).toReversed()
  if (roles.length === 0) notFound()
  return (
    <>
      <PageTop title="New user" crumbs={[{ href: '/users', label: 'Users' }]} />
      <div className="px-gutter pt-2 pb-14">
        <UserCreateForm nameMax={userNameMax} roles={roles} action={createUserAction} />
      </div>
    </>
  )
}

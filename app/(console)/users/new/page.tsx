import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { withRequestId } from '@/app/_shared/request-id-on-error'
import { PageTop } from '@/components/layout/page-top'
import { UserCreateForm } from '@/components/users/user-create-form'
import { requireActor } from '@/server/auth/auth-session'
import { userNameMax, userRoles } from '@/server/users/user'
import { userCan } from '@/server/users/user-policy'
import { createUserAction } from '../actions'

export const metadata: Metadata = { title: 'New user' }

export default function NewUserPage() {
  return withRequestId(drawPage())
}

async function drawPage() {
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

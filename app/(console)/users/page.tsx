import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { Suspense } from 'react'
import { Streamed } from '@/app/_shared/streamed'
import { ListPage } from '@/components/layout/list-page'
import { PageTop } from '@/components/layout/page-top'
import { ButtonLink } from '@/components/ui/button-link'
import { Forbidden } from '@/components/ui/forbidden'
import { UsersList } from '@/components/users/users-list'
import { UsersSkeleton } from '@/components/users/users-skeleton'
import { UsersTotal } from '@/components/users/users-total'
import { parseUsersView, usersViewCookie } from '@/components/users/users-view'
import { requireActor } from '@/server/auth/auth-session'
import { userCan } from '@/server/users/user-policy'
import { readUserQuery } from '@/server/users/user-query'
import { countAllUsers, readFirstUsers } from './first-users'

type Props = PageProps<'/users'>

export const metadata: Metadata = { title: 'Users' }

export default function UsersPage(props: Props) {
  return <Streamed fallback={<UsersSkeleton />} content={drawPage(props)} />
}

async function drawPage({ searchParams }: Props) {
  const actor = await requireActor()
  if (!userCan.list(actor)) return <NotForUsers />
  const total = countAllUsers(actor)
  const first = await readFirstUsers(actor, readUserQuery(toParams(await searchParams)))
  const view = parseUsersView((await cookies()).get(usersViewCookie)?.value)

  return (
    <ListPage>
      <PageTop
        title="Users"
        count={
          <Suspense>
            <UsersTotal first={total} />
          </Suspense>
        }
        actions={
          userCan.create(actor, 'user') ? (
            <ButtonLink variant="primary" href="/users/new" icon={<Plus />}>
              New user
            </ButtonLink>
          ) : null
        }
      />
      <UsersList first={first} view={view} ownId={actor.id} />
    </ListPage>
  )
}

function NotForUsers() {
  return (
    <Forbidden
      title="The list of users is for administrators and managers"
      actions={<ButtonLink href="/account">Go to your account</ButtonLink>}
    >
      Your role is User. If you need to see the list, ask an administrator for another role.
    </Forbidden>
  )
}

/** Of a parameter that stands there twice, the first counts. */
function toParams(given: Awaited<Props['searchParams']>): URLSearchParams {
  const first = Object.entries(given).flatMap(([name, value]) => {
    const text = Array.isArray(value) ? value[0] : value
    return text === undefined ? [] : [[name, text]]
  })
  return new URLSearchParams(first)
}

import { ListPage } from '@/components/layout/list-page'
import { PageTop } from '@/components/layout/page-top'
import { SkeletonRows } from '@/components/ui/skeleton'

/** The shape of the list. */
export function UsersSkeleton() {
  return (
    <ListPage>
      <PageTop title="Users" />
      <SkeletonRows label="Loading users" count={12} />
    </ListPage>
  )
}

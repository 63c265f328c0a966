import { ListPage } from '@/components/layout/list-page'
import { PageTop } from '@/components/layout/page-top'
import { Bone, RoundBone, Skeleton } from '@/components/ui/skeleton'

const widths = ['w-28', 'w-36', 'w-24', 'w-32']

/** The shape of the log. */
export function AuditSkeleton() {
  return (
    <ListPage>
      <PageTop title="Audit log" />
      <div className="flex h-11 flex-none items-center gap-2 px-gutter">
        {['Time', 'Who', 'User', 'Action', 'Via'].map((chip) => (
          <Bone key={chip} className="h-7! w-16" />
        ))}
      </div>
      <Skeleton label="Loading the audit log">
        {Array.from({ length: 16 }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: bones have no identity
          <div key={row} className="flex h-9 items-center gap-6 border-line border-b px-gutter">
            <Bone className="w-14" />
            <div className="flex w-40 items-center gap-2">
              <RoundBone className="size-5!" />
              <Bone className={widths[row % widths.length]} />
            </div>
            <Bone className="w-28 max-md:hidden" />
            <Bone className="w-36 max-md:hidden" />
            <Bone className="flex-1 max-lg:hidden" />
            <Bone className="ms-auto w-16" />
          </div>
        ))}
      </Skeleton>
    </ListPage>
  )
}

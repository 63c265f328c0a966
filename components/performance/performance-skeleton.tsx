import { PageTop } from '@/components/layout/page-top'
import { classNames } from '@/components/ui/class-names'
import { Bone, Skeleton } from '@/components/ui/skeleton'
import { stripPlans } from './strip-plans'
import { nameColumn, stripRow } from './strips-look'

const heights = { low: 'h-17', mid: 'h-20.5', tall: 'h-35' }

/** The shape of the page. */
export function PerformanceSkeleton() {
  return (
    <>
      <PageTop title="Performance" />
      <div className="flex h-11 flex-none items-center gap-2 px-gutter">
        <Bone className="w-32" />
        <Bone className="ms-auto h-7! w-64" />
      </div>
      <ChartsSkeleton />
    </>
  )
}

export function ChartsSkeleton() {
  return (
    <Skeleton label="Loading the figures">
      <div className="mx-gutter rounded-3 border border-line pt-14">
        {stripPlans.map(({ id, size }) => (
          <div key={id} className={classNames(stripRow, 'border-line border-t', heights[size])}>
            <div className={classNames(nameColumn, 'grid content-start gap-2.5 px-4 pt-3')}>
              <Bone className="w-24" />
              <Bone className="h-4! w-14" />
            </div>
          </div>
        ))}
      </div>
    </Skeleton>
  )
}

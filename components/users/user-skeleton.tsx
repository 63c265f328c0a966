import type { ReactNode } from 'react'
import { Bone, RoundBone, Skeleton } from '@/components/ui/skeleton'

const facts = ['w-16', 'w-12', 'w-20', 'w-14', 'w-20', 'w-24']

/** The shape of a user's page. */
export function UserSkeleton() {
  return (
    <Skeleton label="Loading the user">
      <div className="flex min-h-14 items-center px-gutter">
        <Bone className="w-48" />
      </div>
      <div className="flex items-center gap-4 px-gutter pt-2 pb-5">
        <RoundBone className="size-11!" />
        <div className="grid gap-3">
          <Bone className="w-56" />
          <Bone className="w-64" />
        </div>
      </div>
      <div className="grid grid-cols-2 border-line border-y px-[calc(var(--gutter)-1rem)] md:grid-cols-3 xl:grid-cols-6">
        {facts.map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: bones have no identity
          <div key={index} className="grid gap-2.5 px-4 py-4">
            <Bone className="w-12" />
            <Bone className={width} />
          </div>
        ))}
      </div>
      <div className="grid gap-6 px-gutter pt-15 lg:grid-cols-[minmax(0,1fr)_21rem] 2xl:grid-cols-[minmax(0,1fr)_25.5rem]">
        <PanelBones>
          <div className="grid gap-4 md:grid-cols-2">
            <Bone className="h-8!" />
            <Bone className="h-8!" />
          </div>
        </PanelBones>
        <PanelBones>
          <Bone className="w-48" />
          <Bone className="w-32" />
        </PanelBones>
      </div>
    </Skeleton>
  )
}

function PanelBones({ children }: { children: ReactNode }) {
  return (
    <div className="rounded-3 border border-line">
      <div className="border-line border-b px-4 py-4">
        <Bone className="w-24" />
      </div>
      <div className="grid gap-3 px-4 py-6">{children}</div>
    </div>
  )
}

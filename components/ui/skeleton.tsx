import type { ReactNode } from 'react'
import { classNames } from './class-names'

/** A stroke where text will be: give it its width, `w-32`. */
export function Bone({ className }: { className?: string }) {
  return <span aria-hidden="true" className={classNames('block h-2.5 animate-breathe rounded-1 bg-press', className)} />
}

export function RoundBone({ className = 'size-7!' }: { className?: string }) {
  return <Bone className={classNames('flex-none rounded-full!', className)} />
}

type Props = {
  /** "Loading users" */
  label: string
  /** Bones in the shape of what comes */
  children: ReactNode
}

/** Shows after 150 ms, so that what is quick does not flicker, and says after 3 s that it takes longer. */
export function Skeleton({ label, children }: Props) {
  return (
    <div aria-busy="true" className="animate-appear">
      <span className="sr-only">{label}</span>
      {children}
      <p className="animate-appear-late px-gutter py-2 text-ink-3">This takes longer than usual.</p>
    </div>
  )
}

const widths = ['w-40', 'w-52', 'w-36', 'w-44', 'w-56', 'w-32']

/** Rows with a face, two lines, and figures at the end: lists of people, sessions, events. */
export function SkeletonRows({ label, count }: { label: string; count: number }) {
  return (
    <Skeleton label={label}>
      {Array.from({ length: count }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones have no identity
        <div key={row} className="flex h-11 items-center gap-3 border-line border-b px-gutter">
          <RoundBone />
          <div className="grid flex-1 gap-2">
            <Bone className={widths[row % widths.length]} />
            <Bone className={classNames('h-2!', widths[(row + 2) % widths.length])} />
          </div>
          <Bone className="w-16 max-md:hidden" />
          <Bone className="w-20 max-md:hidden" />
          <Bone className="w-16" />
        </div>
      ))}
    </Skeleton>
  )
}

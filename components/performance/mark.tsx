import { Bell, Flag, Layers, Settings2, SquareStack } from 'lucide-react'
import Link from 'next/link'
import { classNames } from '@/components/ui/class-names'
import { Menu } from '@/components/ui/menu'
import { MenuLink } from '@/components/ui/menu-item'
import type { PerformanceMark } from '@/server/performance/performance'
import type { PlacedMark } from './marks-layout'

/** When it was, in words. */
export type MomentOf = (mark: PerformanceMark) => string

/** A link to what happened; where there are several in one place, a menu of links. */
export function Mark({
  placed,
  momentOf,
  children,
}: {
  placed: PlacedMark
  momentOf: MomentOf
  children: React.ReactNode
}) {
  const { marks, label } = placed
  const [only] = marks
  const look = 'group/mark relative grid h-6 min-w-6 items-center rounded-1 text-xs focus-visible:outline-offset-0'
  const content = (
    <>
      {children}
      <Label placed={placed} />
    </>
  )
  if (!only) return null
  if (marks.length === 1) {
    const name = `${label}, ${momentOf(only)}`
    return (
      <Link
        href={only.href}
        prefetch={false}
        aria-label={name}
        data-tip={name}
        className={classNames(look, 'w-full justify-stretch')}
      >
        {content}
      </Link>
    )
  }
  const name = `${label} near ${momentOf(only)}`
  return (
    <Menu
      label={name}
      placement="start"
      trigger={({ className, ...trigger }) => (
        <button
          type="button"
          {...trigger}
          aria-label={name}
          data-tip={name}
          className={classNames(look, 'w-full', className)}
        >
          {content}
        </button>
      )}
    >
      {() =>
        marks.map((mark) => (
          <MenuLink key={mark.id} href={mark.href} prefetch={false}>
            <span className="text-ink-3 tabular-nums">{momentOf(mark)}</span> {mark.label}
          </MenuLink>
        ))
      }
    </Menu>
  )
}

const sides = {
  inside: 'start-1.5 max-w-[calc(100%-0.75rem)] font-medium',
  after: 'start-[calc(100%+0.125rem)] max-w-56 text-ink-2',
  before: 'end-[calc(100%+0.125rem)] max-w-56 text-ink-2',
}

function Label({ placed }: { placed: PlacedMark }) {
  const { label, side } = placed
  if (side === 'nowhere') return null
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'absolute w-max truncate underline-offset-2 group-hover/mark:underline',
        sides[side],
        side === 'inside' && inkOf(placed),
      )}
    >
      {label}
    </span>
  )
}

/** Its colour and what is written on it: amber where alerts fired, otherwise violet, as people did it. */
export function fillOf(placed: PlacedMark): string {
  return classNames(inkOf(placed), isAlert(placed) ? 'bg-chart-alert-fill' : 'bg-chart-people-fill')
}

function inkOf(placed: PlacedMark): string {
  const ink = isAlert(placed) ? 'text-chart-on-alert' : 'text-on-accent'
  return classNames(ink, 'forced-color-adjust-none forced-colors:text-[Canvas]')
}

function isAlert({ marks }: PlacedMark): boolean {
  return marks.every(({ kind }) => kind === 'alert')
}

export function MarkIcon({ placed: { marks } }: { placed: PlacedMark }) {
  const kinds = new Set(marks.map(({ kind }) => kind))
  const [kind] = kinds
  const Shape =
    kinds.size > 1
      ? Layers
      : kind === 'deploy'
        ? Flag
        : kind === 'alert'
          ? Bell
          : kind === 'job'
            ? SquareStack
            : Settings2
  return <Shape className="size-3!" />
}

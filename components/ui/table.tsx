import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { SoftLink } from './soft-link'

/*
  A table may be laid out as a grid, and on a phone as a list of cards. Browsers then forget that it is a table, so every
  part says its role. `isPlain` gives the look of a small table in a panel; a list lays its own grid.
*/

type TableProps = Omit<ComponentProps<'table'>, 'aria-label'> & { label: string; isPlain?: boolean }

export function Table({ label, isPlain, className, ...rest }: TableProps) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: not redundant once the layout is a grid
    <table role="table" aria-label={label} className={classNames('w-full', isPlain && plain, className)} {...rest} />
  )
}

export function TableHead(props: ComponentProps<'thead'>) {
  // biome-ignore lint/a11y/noRedundantRoles: not redundant once the layout is a grid
  return <thead role="rowgroup" {...props} />
}

export function TableBody(props: ComponentProps<'tbody'>) {
  // biome-ignore lint/a11y/noRedundantRoles: not redundant once the layout is a grid
  return <tbody role="rowgroup" {...props} />
}

export function Row(props: ComponentProps<'tr'>) {
  // biome-ignore lint/a11y/noRedundantRoles: not redundant once the layout is a grid
  return <tr role="row" {...props} />
}

export function Cell(props: ComponentProps<'td'>) {
  // biome-ignore lint/a11y/noRedundantRoles: not redundant once the layout is a grid
  return <td role="cell" {...props} />
}

export type SortDirection = 'ascending' | 'descending'

type HeadingProps = Omit<ComponentProps<'th'>, 'children'> & {
  label: string
  /** Named for screen readers only: the column of the actions */
  isLabelHidden?: boolean
  /**
   * `href` is the same list sorted by this column; `onGo` takes the address over instead of a full navigation. `onSort`
   * is for rows that are all there already
   */
  sort?: { direction: SortDirection | null } & (
    | { href: string; onGo?: (href: string) => void }
    | { onSort: () => void }
  )
}

export function ColumnHeading({ label, isLabelHidden, sort, className, ...rest }: HeadingProps) {
  return (
    <th
      scope="col"
      // biome-ignore lint/a11y/noRedundantRoles: not redundant once the layout is a grid
      role="columnheader"
      aria-sort={sort ? (sort.direction ?? 'none') : undefined}
      className={classNames('text-start font-medium text-ink-3 text-sm', className)}
      {...rest}
    >
      {sort ? <SortLink label={label} {...sort} /> : isLabelHidden ? <span className="sr-only">{label}</span> : label}
    </th>
  )
}

function SortLink({ label, direction, ...go }: { label: string } & NonNullable<HeadingProps['sort']>) {
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown
  const look = classNames(
    'group/sort -mx-1 inline-flex h-6 items-center gap-0.5 rounded-1 px-1 hover:bg-press hover:text-ink',
    direction && 'text-ink',
  )
  const arrow = <Arrow className={classNames('size-3', !direction && 'opacity-0 group-hover/sort:opacity-60')} />
  if ('onSort' in go) {
    return (
      <button type="button" onClick={go.onSort} className={look}>
        {label}
        {arrow}
      </button>
    )
  }
  return (
    <SoftLink {...go} className={look}>
      {label}
      {arrow}
    </SoftLink>
  )
}

const plain = classNames(
  '[&_th]:h-8 [&_th]:whitespace-nowrap [&_th]:border-line [&_th]:border-b [&_th]:pe-4',
  '[&_td]:h-9 [&_td]:border-line [&_td]:border-b [&_td]:py-1.5 [&_td]:pe-4 [&_tbody_tr:last-child>td]:border-b-0',
  '[&_:is(th,td):first-child]:ps-4 [&_tbody_tr:hover>td]:bg-hover',
  '[&_tbody_tr:last-child>td:first-child]:rounded-es-[7px] [&_tbody_tr:last-child>td:last-child]:rounded-ee-[7px]',
)

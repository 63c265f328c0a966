import { classNames } from '@/components/ui/class-names'
import type { OptionalColumn, UsersView } from './users-view'

/*
  Where the cells of the users table stand. It is one grid, whose rows take its columns over. With two lines a person,
  Name and Email are two columns of the table that share one of the grid. On a phone each row is a card.
*/

const widths: Record<OptionalColumn, string> = {
  role: 'minmax(4.5rem,6.5rem)',
  status: 'minmax(8rem,13rem)',
  last_sign_in: 'minmax(6.5rem,8.5rem)',
  created: 'minmax(6.5rem,7.5rem)',
}

/** The columns of the grid, as a value of CSS: they depend on what somebody chose to see. */
export function gridColumns(view: UsersView, columns: readonly OptionalColumn[]): string {
  const person =
    view.lines === 2
      ? 'minmax(calc(var(--gutter) + 12rem),1fr)'
      : 'minmax(calc(var(--gutter) + 10rem),1fr) minmax(9rem,1.2fr)'
  return [person, ...columns.map((column) => widths[column]), 'calc(2.25rem + var(--gutter))'].join(' ')
}

export const tableLook = 'max-md:block md:grid content-start'
const subgrid = 'md:col-span-full md:grid md:grid-cols-subgrid'
export const headLook = classNames(subgrid, 'z-3 max-md:sr-only md:sticky md:top-0')
export const headRowLook = classNames(subgrid, 'h-8 items-center border-line border-y bg-paper')
export const bodyLook = classNames(subgrid, 'transition-opacity max-md:block max-md:border-line max-md:border-t')

const row = classNames(
  subgrid,
  'relative items-center border-line border-b last:border-b-0 transition-colors hover:bg-hover focus-within:bg-hover',
  'max-md:grid max-md:grid-cols-[2.5rem_minmax(0,1fr)_minmax(0,1fr)_2rem] max-md:gap-y-px max-md:py-3 max-md:ps-gutter max-md:pe-2',
)
const besides = 'md:row-start-1 max-md:text-sm max-md:pt-[3px]'
const start = 'md:ps-[calc(var(--gutter)+2.5rem)]'

const always = {
  role: `${besides} max-md:col-start-3 max-md:row-start-3 max-md:self-start`,
  status: `${besides} min-w-0 pe-4 max-md:col-start-2 max-md:row-start-3 max-md:self-start`,
  last_sign_in: `${besides} text-ink-2 tabular-nums max-md:col-start-2 max-md:row-start-4 max-md:text-ink-3`,
  created: `${besides} text-ink-2 tabular-nums max-md:col-start-3 max-md:row-start-4 max-md:text-ink-3`,
  actions:
    'z-1 flex justify-end md:row-start-1 md:pe-[calc(var(--gutter)-6px)] max-md:col-start-4 max-md:row-span-2 max-md:row-start-1 max-md:self-start',
}
const cardName =
  'max-md:col-span-2 max-md:col-start-2 max-md:row-start-1 max-md:pe-2 min-w-0 flex items-center font-medium leading-4.5'
const cardEmail =
  'max-md:col-span-2 max-md:col-start-2 max-md:row-start-2 max-md:pe-2 max-md:text-sm min-w-0 text-ink-3'

/** Two lines: the others stand beside both. */
const two = {
  row: `${row} md:min-h-11 md:grid-rows-[minmax(1.125rem,auto)_minmax(1rem,auto)] md:content-center`,
  avatar: 'absolute start-gutter md:top-1/2 md:-translate-y-1/2 max-md:top-3.5',
  nameHead: 'md:col-start-1 md:row-start-1 md:justify-self-start md:ps-gutter',
  emailHead: 'md:col-start-1 md:row-start-1 md:justify-self-start md:ms-[calc(var(--gutter)+3.25rem)]',
  name: `${cardName} ${start} md:col-start-1 md:row-start-1 md:pe-8`,
  email: `${cardEmail} ${start} md:col-start-1 md:row-start-2 md:pe-8 text-sm leading-4`,
  span: 'md:row-span-2',
  statusBox: 'grid',
}

const one = {
  row: `${row} md:h-8.5`,
  avatar: 'absolute start-gutter md:top-1/2 md:-translate-y-1/2 max-md:top-3.5 md:size-5 md:text-[0.5625rem] md:ms-1',
  nameHead: 'md:row-start-1 md:ps-gutter',
  emailHead: 'md:row-start-1',
  name: `${cardName} ${start} md:row-start-1 md:pe-4`,
  email: `${cardEmail} md:row-start-1 md:pe-6`,
  span: '',
  statusBox: 'flex items-baseline gap-2 [&>small]:ps-0 max-md:grid max-md:gap-0 max-md:[&>small]:ps-4',
}

export const looks = { 1: { ...one, ...always }, 2: { ...two, ...always } }
export type RowLook = (typeof looks)[1 | 2]

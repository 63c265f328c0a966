import { classNames } from '@/components/ui/class-names'

/*
  Where the cells of the log stand. It is one grid, whose rows take its columns over: time, who, action, user, change,
  via, outcome, details. Below 70 rem the way has no column of its own. On a phone each event is a card.
*/

export const tableLook = classNames(
  'content-start transition-opacity max-md:block md:grid',
  'md:grid-cols-[calc(var(--gutter)+4.5rem)_minmax(7rem,1fr)_minmax(7rem,1fr)_minmax(7rem,1fr)_minmax(7rem,1.6fr)_6rem_calc(2.5rem+var(--gutter))]',
  'xl:grid-cols-[calc(var(--gutter)+5rem)_minmax(8rem,11.5rem)_minmax(8rem,12.5rem)_minmax(8rem,13.5rem)_minmax(10rem,1fr)_7.5rem_6rem_calc(2.5rem+var(--gutter))]',
)
const subgrid = 'md:col-span-full md:grid md:grid-cols-subgrid'
export const headLook = classNames(subgrid, 'z-3 max-md:sr-only md:sticky md:top-0')
export const headRowLook = classNames(
  subgrid,
  'h-8 items-center border-line border-y bg-paper [&>th:first-child]:ps-gutter',
)
export const bodyLook = classNames(subgrid, 'max-md:block')
export const dayRowLook = classNames(subgrid, 'max-md:block')
export const dayLook =
  'flex h-8 items-center border-line border-b bg-frame px-gutter text-start font-medium text-ink-2 md:col-span-full'

export const rowLook = (isOpen: boolean) =>
  classNames(
    subgrid,
    'relative items-center transition-colors hover:bg-hover focus-within:bg-hover md:min-h-9',
    isOpen ? 'bg-hover' : 'border-line border-b',
    'max-md:grid max-md:grid-cols-[1.25rem_minmax(0,1fr)_auto_2.5rem] max-md:gap-x-2 max-md:gap-y-0.5 max-md:py-2 max-md:ps-gutter max-md:pe-2',
  )

const cut = 'min-w-0 truncate md:pe-4'
export const cells = {
  time: 'tabular-nums text-ink-2 md:ps-gutter max-md:col-start-3 max-md:row-start-1 max-md:text-sm max-md:text-ink-3',
  who: 'flex min-w-0 items-center gap-2 md:pe-4 max-md:col-span-2 max-md:col-start-1 max-md:row-start-1',
  action: `${cut} max-md:col-start-2 max-md:row-start-2 max-md:text-ink-2`,
  subject: `${cut} font-medium max-md:col-span-2 max-md:col-start-2 max-md:row-start-3 empty:hidden md:empty:block`,
  change: `min-w-0 md:pe-4 text-sm text-ink-3 max-md:col-span-3 max-md:col-start-2 max-md:row-start-4 empty:hidden md:empty:block`,
  via: `${cut} text-ink-2 max-xl:hidden`,
  outcome: 'max-md:col-start-3 max-md:row-start-2 max-md:justify-self-end max-md:text-sm',
  toggle:
    'flex justify-end md:pe-[calc(var(--gutter)-6px)] max-md:col-start-4 max-md:row-span-2 max-md:row-start-1 max-md:self-start',
}
export const detailRowLook = classNames(subgrid, 'border-line border-b bg-hover max-md:block')
export const detailLook =
  'grid gap-x-8 gap-y-4 pt-1 pb-4 md:col-span-full md:ps-[calc(var(--gutter)+4.5rem)] md:pe-gutter lg:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)_auto] xl:ps-[calc(var(--gutter)+5rem)] max-md:px-gutter max-md:ps-[calc(var(--gutter)+1.75rem)]'

'use client'

import { useState } from 'react'
import { classNames } from '@/components/ui/class-names'
import { Panel } from '@/components/ui/panel'
import { Segments } from '@/components/ui/segments'
import { Cell, ColumnHeading, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import type { RouteFigures } from '@/server/performance/performance'
import { countWords, figureText } from './figure-words'
import { inOrder, nextOrder, type RouteColumn, type RouteOrder } from './route-order'

type Props = { routes: readonly RouteFigures[]; operations: readonly RouteFigures[]; range: string; isBehind: boolean }
type Kind = 'routes' | 'operations'

const columns: ReadonlyArray<{ key: RouteColumn; label: string }> = [
  { key: 'requests', label: 'Requests' },
  { key: 'p50Ms', label: 'p50' },
  { key: 'p95Ms', label: 'p95' },
  { key: 'p99Ms', label: 'p99' },
  { key: 'maxMs', label: 'Max' },
  { key: 'errorRatio', label: 'Errors' },
]
/** From here on the errors of a route are no accident. */
const badRatio = 0.05
const rowsAtFirst = 10

/** What takes long, by route or by operation of the services; sorted here, as all of it is here. */
export function RoutesPanel({ routes, operations, range, isBehind }: Props) {
  const [kind, setKind] = useState<Kind>('routes')
  const [order, setOrder] = useState<RouteOrder>({ by: 'p99Ms', direction: 'descending' })
  const [isWhole, setWhole] = useState(false)
  const all = inOrder(kind === 'routes' ? routes : operations, order)
  const shown = isWhole ? all : all.slice(0, rowsAtFirst)
  const longest = Math.max(...all.map(({ p99Ms }) => p99Ms ?? 0), 1)
  const title = kind === 'routes' ? 'Slowest routes' : 'Slowest operations'
  const sort = (by: RouteColumn) => ({
    direction: order.by === by ? order.direction : null,
    onSort: () => setOrder(nextOrder(order, by)),
  })
  return (
    <Panel
      title={title}
      count={<span className="text-sm">{range}</span>}
      isFlush
      actions={
        <Segments<Kind>
          label="Slowest"
          isLabelHidden
          name="slowest"
          options={[
            { value: 'routes', label: 'Routes' },
            { value: 'operations', label: 'Operations' },
          ]}
          value={kind}
          onChange={setKind}
          size="sm"
        />
      }
    >
      {all.length === 0 ? (
        <p className="px-4 py-3 text-ink-3">Nothing was {kind === 'routes' ? 'asked' : 'done'} in this time.</p>
      ) : (
        <Table label={title} isPlain aria-busy={isBehind} className={tableLook}>
          <TableHead className="max-md:block max-md:border-line max-md:border-b max-md:px-4 max-md:py-1.5">
            <Row className="max-md:flex max-md:flex-wrap max-md:gap-x-3">
              <ColumnHeading label={kind === 'routes' ? 'Route' : 'Operation'} sort={sort('route')} />
              {columns.map(({ key, label }) => (
                <ColumnHeading
                  key={key}
                  label={key === 'requests' && kind === 'operations' ? 'Times' : label}
                  sort={sort(key)}
                  className={classNames('md:text-end md:[&>button]:flex-row-reverse', key === 'p99Ms' && 'md:pe-27!')}
                />
              ))}
            </Row>
          </TableHead>
          <TableBody className="max-md:block">
            {shown.map((route) => (
              <RouteRow key={`${route.method} ${route.route}`} route={route} longest={longest} />
            ))}
          </TableBody>
        </Table>
      )}
      {all.length > rowsAtFirst ? (
        <p className="border-line border-t px-4 py-2">
          <button type="button" className={moreLook} onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `Show all ${all.length}`}
          </button>
        </p>
      ) : null}
    </Panel>
  )
}

function RouteRow({ route: { method, route, ...figures }, longest }: { route: RouteFigures; longest: number }) {
  const { requests, p50Ms, p95Ms, p99Ms, maxMs, errorRatio } = figures
  const isBad = (errorRatio ?? 0) >= badRatio
  return (
    <Row className={rowLook}>
      <Cell className="max-md:col-span-3 max-md:pb-1">
        <span className="flex items-baseline">
          {method ? <span className="w-14 flex-none text-ink-3 text-sm">{method}</span> : null}{' '}
          <span className="wrap-anywhere min-w-0">{route}</span>
        </span>
      </Cell>
      <Figure label="Requests">{countWords(requests)}</Figure>
      <Figure label="p50">{figureText(p50Ms, 'ms')}</Figure>
      <Figure label="p95">{figureText(p95Ms, 'ms')}</Figure>
      <Figure label="p99" className="font-semibold">
        <span className="inline-flex items-center gap-3">
          {figureText(p99Ms, 'ms')}
          <span aria-hidden="true" className="block w-20 max-md:hidden">
            <span
              className="block h-1.5 min-w-0.5 rounded-full bg-chart-p95 forced-color-adjust-none"
              style={{ width: `${((p99Ms ?? 0) / longest) * 100}%` }}
            />
          </span>
        </span>
      </Figure>
      <Figure label="Max">{figureText(maxMs, 'ms')}</Figure>
      <Figure label="Errors" className={isBad ? 'font-medium text-bad-ink' : errorRatio ? '' : 'text-ink-3'}>
        {figureText(errorRatio, 'ratio')}
      </Figure>
    </Row>
  )
}

function Figure({ label, className, children }: { label: string; className?: string; children: React.ReactNode }) {
  return (
    <Cell className={classNames('whitespace-nowrap md:text-end', className)}>
      <span aria-hidden="true" className="me-1.5 font-normal text-ink-3 text-sm md:hidden">
        {label}
      </span>
      {children}
    </Cell>
  )
}

const tableLook =
  'tabular-nums max-md:block max-md:[&_td]:h-auto! max-md:[&_td]:border-b-0! max-md:[&_td]:p-0! max-md:[&_th]:h-auto! max-md:[&_th]:border-b-0! max-md:[&_th]:p-0!'
const rowLook =
  'max-md:grid max-md:grid-cols-[1.45fr_1fr_1fr] max-md:gap-x-3 max-md:border-line max-md:border-b max-md:px-4 max-md:py-2.5 max-md:last:border-b-0'
const moreLook = 'rounded-1 font-medium text-accent-ink underline-offset-3 hover:underline'

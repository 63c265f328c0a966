import { classNames } from './class-names'

type Props = {
  /** null: there was none */
  before: string | null
  after: string | null
  className?: string
}

const value = 'rounded-[3px] box-decoration-clone px-1 py-px'

/** The old struck through, an arrow, the new. The words for screen readers say the same; the colour only helps. */
export function Difference({ before, after, className }: Props) {
  return (
    <span className={classNames('wrap-anywhere', className)}>
      {before === null ? null : (
        <del className={classNames(value, 'bg-bad-tint text-bad-ink line-through decoration-bad-ink/60')}>
          <span className="sr-only">was </span>
          <bdi>{before}</bdi>
        </del>
      )}
      {before !== null && after !== null ? (
        <span aria-hidden="true" className="px-1 text-ink-3">
          →
        </span>
      ) : null}
      {after === null ? (
        <span className="sr-only"> removed</span>
      ) : (
        <ins className={classNames(value, 'bg-ok-tint text-ok-ink')}>
          <span className="sr-only">{before === null ? 'set to ' : ' now '}</span>
          <bdi>{after}</bdi>
        </ins>
      )}
    </span>
  )
}

type ListProps = { changes: ReadonlyArray<{ field: string } & Omit<Props, 'className'>> }

/** Several fields of one change. */
export function Differences({ changes }: ListProps) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm leading-4.5">
      {changes.map(({ field, before, after }) => (
        <div key={field} className="contents">
          <dt className="py-px text-ink-3">{field}</dt>
          <dd className="min-w-0">
            <Difference before={before} after={after} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

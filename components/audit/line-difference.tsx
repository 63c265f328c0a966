import { classNames } from '@/components/ui/class-names'

type Props = { before: string | null; after: string | null }

const value = 'min-w-6 truncate rounded-[3px] px-1 py-px'

/** Like the kit's Difference, for a line that must not wrap: both sides give way alike. */
export function LineDifference({ before, after }: Props) {
  return (
    <>
      {before === null ? null : (
        <del
          title={before}
          className={classNames(value, 'max-w-2/5 bg-bad-tint text-bad-ink line-through decoration-bad-ink/60')}
        >
          <span className="sr-only">was </span>
          <bdi>{before}</bdi>
        </del>
      )}
      {before !== null && after !== null ? <span aria-hidden="true">→</span> : null}
      {after === null ? (
        <span className="sr-only"> removed</span>
      ) : (
        <ins title={after} className={classNames(value, 'bg-ok-tint text-ok-ink no-underline')}>
          <span className="sr-only">{before === null ? 'set to ' : ' now '}</span>
          <bdi>{after}</bdi>
        </ins>
      )}
    </>
  )
}

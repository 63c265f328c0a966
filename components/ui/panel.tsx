import { type ReactNode, useId } from 'react'
import { classNames } from './class-names'

type Props = {
  title: string
  /** Beside the title, for example how many */
  count?: ReactNode
  /** At the end of the title's line */
  actions?: ReactNode
  /** Under a line: unsaved changes, the way to all */
  footer?: ReactNode
  /** Without padding: for a table or a list that reaches the edges */
  isFlush?: boolean
  headingLevel?: 2 | 3
  className?: string
  children: ReactNode
}

/** One subject of a page, with its name. */
export function Panel({ title, count, actions, footer, isFlush, headingLevel = 2, className, children }: Props) {
  const id = useId()
  const Heading = headingLevel === 2 ? 'h2' : 'h3'
  return (
    <section
      aria-labelledby={id}
      className={classNames('relative min-w-0 rounded-3 border border-line bg-paper', className)}
    >
      <header className="flex min-h-11 flex-wrap items-center gap-2 border-line border-b px-4 py-2">
        <Heading id={id} className="min-w-0">
          {title}
        </Heading>
        {count === undefined ? null : <span className="text-ink-3 tabular-nums">{count}</span>}
        {actions ? <div className="-my-1 ms-auto flex items-center gap-2">{actions}</div> : null}
      </header>
      {isFlush ? children : <div className="p-4">{children}</div>}
      {footer ? (
        <footer className="flex flex-wrap items-center gap-2 rounded-b-[7px] border-line border-t bg-frame px-4 py-3">
          {footer}
        </footer>
      ) : null}
    </section>
  )
}

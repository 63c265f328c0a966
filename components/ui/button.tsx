import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { type ButtonLook, buttonLook } from './button-look'
import { Spinner } from './spinner'

type Props = ButtonLook &
  ComponentProps<'button'> & {
    icon?: ReactNode
    /** After the label: an arrow, a key */
    after?: ReactNode
    /** The label and the width stay; pressing again does nothing */
    isBusy?: boolean
    children: ReactNode
  }

export function Button({ variant, size, isWide, className, icon, after, isBusy, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      {...busyProps(isBusy)}
      className={buttonLook({ variant, size, isWide, className, hasIcon: Boolean(icon), hasAfter: Boolean(after) })}
    >
      {isBusy && icon ? <Spinner className="mx-px" /> : icon}
      {isBusy && !icon ? (
        <>
          <Spinner className="absolute" />
          <span className="opacity-0">{children}</span>
        </>
      ) : (
        children
      )}
      {after}
    </button>
  )
}

type IconButtonProps = ButtonLook &
  Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
    /** Its name, and what the tooltip says */
    label: string
    /** The key that does the same, shown in the tooltip */
    keys?: string
    icon: ReactNode
    isBusy?: boolean
  }

export function IconButton({ variant, size, className, label, keys, icon, isBusy, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={label}
      data-tip-keys={keys}
      {...rest}
      {...busyProps(isBusy)}
      className={buttonLook({ variant, size, isSquare: true, className })}
    >
      {isBusy ? <Spinner /> : icon}
    </button>
  )
}

/** Busy, not disabled: a disabled button would lose the focus. */
function busyProps(isBusy: boolean | undefined) {
  if (!isBusy) return {}
  return { 'aria-busy': true, 'aria-disabled': true, onClick: (event: MouseEvent) => event.preventDefault() }
}

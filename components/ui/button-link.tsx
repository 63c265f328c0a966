import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { type ButtonLook, buttonLook } from './button-look'

type Props = ButtonLook & Omit<ComponentProps<typeof Link>, 'className'> & { icon?: ReactNode; after?: ReactNode }

/** Goes somewhere, and looks like a button. */
export function ButtonLink({ variant, size, isWide, className, icon, after, children, ...rest }: Props) {
  return (
    <Link
      {...rest}
      className={buttonLook({ variant, size, isWide, className, hasIcon: Boolean(icon), hasAfter: Boolean(after) })}
    >
      {icon}
      {children}
      {after}
    </Link>
  )
}

type IconProps = ButtonLook &
  Omit<ComponentProps<typeof Link>, 'className' | 'children' | 'aria-label'> & {
    label: string
    keys?: string
    icon: ReactNode
  }

export function IconButtonLink({ variant, size, className, label, keys, icon, ...rest }: IconProps) {
  return (
    <Link
      aria-label={label}
      data-tip={label}
      data-tip-keys={keys}
      {...rest}
      className={buttonLook({ variant, size, isSquare: true, className })}
    >
      {icon}
    </Link>
  )
}

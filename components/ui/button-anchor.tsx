import type { ComponentProps, ReactNode } from 'react'
import { type ButtonLook, buttonLook } from './button-look'

type Props = ButtonLook & Omit<ComponentProps<'a'>, 'className'> & { href: string; icon?: ReactNode }

/** Like ButtonLink, but loads the page anew: after an error, for a download, to another site. */
export function ButtonAnchor({ variant, size, isWide, className, icon, children, ...rest }: Props) {
  return (
    <a {...rest} className={buttonLook({ variant, size, isWide, className, hasIcon: Boolean(icon), hasAfter: false })}>
      {icon}
      {children}
    </a>
  )
}

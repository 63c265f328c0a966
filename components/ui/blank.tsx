import type { ReactNode } from 'react'

type Props = {
  icon: ReactNode
  title: string
  /** The page has no other heading */
  isPage?: boolean
  role?: 'alert'
  actions?: ReactNode
  /** Last and small: the request id */
  trace?: ReactNode
  children: ReactNode
}

/** In the place of what is not there. The four below say why; take one of them. */
export function Blank({ icon, title, isPage, role, actions, trace, children }: Props) {
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <div
      role={role}
      className="grid min-h-68 flex-1 place-content-center justify-items-center gap-1 px-6 py-8 text-center"
    >
      <div className="mb-2 text-ink-3 [&>.lucide]:size-5">{icon}</div>
      <Heading>{title}</Heading>
      <div className="max-w-[46ch] text-balance text-ink-2">{children}</div>
      {actions ? <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div> : null}
      {trace ? <div className="mt-3">{trace}</div> : null}
    </div>
  )
}

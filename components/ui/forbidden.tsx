import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { Blank } from './blank'

type Props = {
  /** "This page is for administrators" */
  title: string
  /** Who may, and whom to ask */
  children: ReactNode
  actions?: ReactNode
}

export function Forbidden(props: Props) {
  return <Blank isPage icon={<Lock />} {...props} />
}

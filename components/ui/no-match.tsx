import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { Blank } from './blank'

type Props = {
  /** "Nobody matches “björk”" */
  title: string
  /** What was asked, and where it was looked for */
  children: ReactNode
  /** The way out: a button or link "Clear filters" */
  actions: ReactNode
}

/** There is something, but nothing that was asked for. */
export function NoMatch(props: Props) {
  return <Blank icon={<Search />} {...props} />
}

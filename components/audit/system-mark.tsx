import { Cog } from 'lucide-react'

/** Roster itself, not a person. */
export function SystemMark() {
  return (
    <span aria-hidden="true" className="grid size-5 flex-none place-items-center rounded-full bg-well text-ink-2">
      <Cog className="size-3" />
    </span>
  )
}

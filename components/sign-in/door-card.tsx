import type { ReactNode } from 'react'
import { Logo } from '@/components/layout/logo'

/** One page before the console: what it is for, and its form. */
export function DoorCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="row-start-2 grid w-full max-w-96 gap-5 rounded-4 bg-paper px-5 py-6 shadow-2 md:p-8">
      <header className="grid gap-3">
        <Logo className="size-8" />
        <h1 className="text-xl">{title}</h1>
      </header>
      {children}
    </div>
  )
}

import { SearchX } from 'lucide-react'
import type { Metadata } from 'next'
import { Blank } from '@/components/ui/blank'
import { ButtonAnchor } from '@/components/ui/button-anchor'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col">
      <Blank
        isPage
        icon={<SearchX />}
        title="There is nothing at this address"
        actions={
          <ButtonAnchor variant="primary" href="/">
            Go to the start
          </ButtonAnchor>
        }
      >
        It may have been deleted or moved, or it is not yours to see. Check the address, or start again.
      </Blank>
    </main>
  )
}

import { SearchX } from 'lucide-react'
import type { Metadata } from 'next'
import { Blank } from '@/components/ui/blank'
import { ButtonLink } from '@/components/ui/button-link'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <div className="flex min-h-dvh flex-col">
      <Blank
        isPage
        icon={<SearchX />}
        title="There is nothing at this address"
        actions={
          <ButtonLink variant="primary" href="/">
            Go to the start
          </ButtonLink>
        }
      >
        It may have been deleted or moved, or it is not yours to see. Check the address, or start again.
      </Blank>
    </div>
  )
}

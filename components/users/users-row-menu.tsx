'use client'

import { ArrowRight, Copy, Ellipsis } from 'lucide-react'
import { copyText } from '@/components/ui/copy-button'
import { IconMenu } from '@/components/ui/menu'
import { MenuItem, MenuLink } from '@/components/ui/menu-item'
import { useToast } from '@/components/ui/use-toast'
import type { ListedUser } from './users-answer'

export function UsersRowMenu({ user: { id, name, email } }: { user: Pick<ListedUser, 'id' | 'name' | 'email'> }) {
  const toast = useToast()
  async function copy() {
    try {
      await copyText(email)
      toast.done({ message: 'The address was copied.', detail: email })
    } catch {
      toast.failed({ message: 'The browser did not let the address be copied.', detail: email })
    }
  }
  return (
    <IconMenu label={`More for ${name}`} icon={<Ellipsis />}>
      {() => (
        <>
          <MenuLink href={`/users/${id}`} icon={<ArrowRight />} prefetch={false}>
            Open
          </MenuLink>
          <MenuItem icon={<Copy />} onClick={copy}>
            Copy email address
          </MenuItem>
        </>
      )}
    </IconMenu>
  )
}

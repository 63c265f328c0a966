'use client'

import { Download } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Menu } from '@/components/ui/menu'
import { MenuHeading, MenuLink } from '@/components/ui/menu-item'
import type { EventQuery } from '@/server/events/event-query'
import { exportHref } from './audit-address'

/** What the filter selects, all pages of it, as a file. */
export function AuditExport({ query, isFiltered }: { query: EventQuery; isFiltered: boolean }) {
  return (
    <Menu
      label="Export"
      trigger={(trigger) => (
        <Button {...trigger} icon={<Download />}>
          Export
        </Button>
      )}
    >
      <MenuHeading>{isFiltered ? 'All that match, newest first' : 'The whole log, newest first'}</MenuHeading>
      <MenuLink href={exportHref(query, 'csv')} download prefetch={false}>
        CSV, for spreadsheets
      </MenuLink>
      <MenuLink href={exportHref(query, 'jsonl')} download prefetch={false}>
        JSON lines, for programs
      </MenuLink>
    </Menu>
  )
}

import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { env } from '@/server/env'
import { processWide } from '@/server/platform/process-wide'

/** Under which name this process keeps its figures. A restart is another instance, so that none writes over them. */
export function instanceName(): string {
  return processWide('instance', () => `${env().ROSTER_INSTANCE ?? shortHost()}-${randomBytes(2).toString('hex')}`)
}

function shortHost(): string {
  return (
    hostname()
      .split('.')[0]
      ?.replace(/[^\w-]/g, '')
      .slice(0, 40) || 'roster'
  )
}

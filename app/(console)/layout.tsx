import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { withRequestId } from '@/app/_shared/request-id-on-error'
import { AlertTail } from '@/components/alerts/alert-tail'
import { CompactAlerts } from '@/components/alerts/compact-alerts'
import type { PlaceKey } from '@/components/layout/places'
import { parseSidebar, parseTheme, sidebarCookie, themeCookie } from '@/components/layout/preferences'
import { UndoProvider } from '@/components/layout/undo-provider'
import { roleWords } from '@/components/users/user-words'
import { requireActor } from '@/server/auth/auth-session'
import { livePlace } from '@/server/events/live-service'
import { userCan } from '@/server/users/user-policy'
import { signOutAction } from '../(auth)/sign-out/actions'
import { ConsoleFrame } from './console-frame'
import { readFirstAlerts } from './first-alerts'
import { acknowledgeAlertAction, silenceRuleAction } from './settings/alerts/actions'
import { previewUndoAction, undoAction } from './undo/actions'

type Props = { children: ReactNode }

export default function ConsoleLayout(props: Props) {
  return withRequestId(drawFrame(props))
}

async function drawFrame({ children }: Props) {
  // Before anything on the page is read: what happens from here on is told
  const livePlaceNow = livePlace()
  const actor = await requireActor()
  const kept = await cookies()
  const alerts = actor.role === 'admin' ? await readFirstAlerts(actor) : null
  const places: PlaceKey[] = [
    ...(userCan.list(actor) ? (['users'] as const) : []),
    ...(actor.role === 'admin' ? (['audit', 'performance', 'settings'] as const) : []),
  ]
  return (
    <ConsoleFrame
      places={places}
      account={{ id: actor.id ?? '', name: actor.name, detail: roleWords[actor.role] }}
      signOut={signOutAction}
      theme={parseTheme(kept.get(themeCookie)?.value)}
      sidebar={parseSidebar(kept.get(sidebarCookie)?.value)}
      mayListUsers={userCan.list(actor)}
      tails={alerts ? { performance: <AlertTail first={alerts} /> } : {}}
      livePlace={livePlaceNow}
    >
      <UndoProvider actions={{ preview: previewUndoAction, undo: undoAction }}>
        {alerts ? (
          <CompactAlerts first={alerts} actions={{ acknowledge: acknowledgeAlertAction, silence: silenceRuleAction }} />
        ) : null}
        {children}
      </UndoProvider>
    </ConsoleFrame>
  )
}

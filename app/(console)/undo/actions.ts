'use server'

import { revalidatePath } from 'next/cache'
import { keptWords, nameOf, undoWords } from '@/components/audit/undo-words'
import type { UndoAnswer } from '@/components/layout/undo-answer'
import type { Actor } from '@/server/auth/actor'
import { requestFacts, requireActor } from '@/server/auth/auth-session'
import { clock } from '@/server/clock'
import { appErrorOf } from '@/server/errors'
import { log } from '@/server/log'
import { previewUndo, type Undone, undo } from '@/server/undo/undo-service'

/** What undoing an event would do. Changes nothing. */
export async function previewUndoAction(eventId: string): Promise<UndoAnswer> {
  const actor = await requireActor()
  return answered(() => preview(actor, eventId))
}

/** Undoes an event; `unless-changed` asks first where a field has changed since, or can't be brought back. */
export async function undoAction(eventId: string, how: 'unless-changed' | 'confirmed'): Promise<UndoAnswer> {
  const actor = await requireActor()
  const answer = await answered(async () => {
    if (how !== 'confirmed') {
      const asked = await preview(actor, eventId)
      if (asked.view.kept.length > 0 || !asked.view.mayUndo) return asked
    }
    return undoneAnswer(await undo(actor, eventId))
  })
  // Whatever page it is on, and also where it was refused: what is shown may be why
  revalidatePath('/', 'layout')
  return answer
}

async function preview(actor: Actor, eventId: string) {
  return { status: 'preview' as const, view: undoWords(await previewUndo(actor, eventId), clock.now()) }
}

function undoneAnswer({ subject, eventId, kept, endedSessions }: Undone): UndoAnswer {
  const whose = subject.kind === 'settings' ? 'of the settings' : `of ${nameOf(subject)}`
  const ended = endedSessions === 0 ? [] : [`Ended ${endedSessions} ${endedSessions === 1 ? 'session' : 'sessions'}`]
  const stayed = keptWords(kept).map(({ field, why }) => `${field} stays: ${why}`)
  const detail = [...ended, ...stayed].join('. ')
  return {
    status: 'undone',
    message: `The change ${whose} was undone.`,
    ...(detail ? { detail } : {}),
    ...(eventId ? { eventId } : {}),
  }
}

/** What a person can act on becomes an answer; bugs, and Next's own redirects, pass through. */
async function answered(work: () => Promise<UndoAnswer>): Promise<UndoAnswer> {
  try {
    return await work()
  } catch (error) {
    const known = appErrorOf(error)
    if (!known) throw error
    const { requestId } = await requestFacts()
    if (known.code === 'unavailable') log().warn({ err: error, requestId }, 'an undo could not be carried out')
    const asksForHelp = known.code === 'unavailable' || known.code === 'forbidden'
    return { status: 'failed', message: known.message, ...(asksForHelp ? { requestId } : {}) }
  }
}

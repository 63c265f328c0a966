import { createContext, use } from 'react'

/** The ways of taking a change set back, which the frame around the page provides. Both say what came of it themselves. */
export type Undo = {
  /** From a toast: undoes when nothing has changed since, and asks otherwise */
  atOnce: (eventId: string) => Promise<void>
  /** From a history: shows first what it will do */
  withPreview: (eventId: string) => Promise<void>
}

const UndoContext = createContext<Undo | null>(null)

export const UndoOffer = UndoContext.Provider

/** Null where nothing can be undone: outside of the frame. */
export function useUndo(): Undo | null {
  return use(UndoContext)
}

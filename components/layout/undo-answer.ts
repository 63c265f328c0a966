/** What undoing would do, in words. */
export type UndoView = {
  eventId: string
  /** "Undo the change of Ada Lovelace" */
  title: string
  /** "Jonas Weber changed 2 fields, 12 min ago" */
  description: string
  /** From what it is now to what it will be again; a side that is empty is null */
  back: Array<{ field: string; before: string | null; after: string | null }>
  kept: Array<{ field: string; why: string }>
  /** "Ends the sessions of Ada Lovelace" */
  consequence: string | null
  mayUndo: boolean
}

/** What the actions of undoing tell the page. Plain data: it crosses the network. */
export type UndoAnswer =
  | { status: 'undone'; message: string; detail?: string; eventId?: string }
  | { status: 'preview'; view: UndoView }
  | { status: 'failed'; message: string; requestId?: string }

export type UndoActions = {
  preview: (eventId: string) => Promise<UndoAnswer>
  /** `unless-changed`: where a field has changed since, nothing is done and the preview comes instead */
  undo: (eventId: string, how: 'unless-changed' | 'confirmed') => Promise<UndoAnswer>
}

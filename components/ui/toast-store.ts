export type Toast = {
  id: number
  tone: 'done' | 'failed'
  message: string
  detail?: string
  /** The id that finds the failure in the log */
  requestId?: string
  /** Takes it back. Says what came of it by a toast of its own */
  undo?: () => void | Promise<void>
  /** A screen reader hears a live region only when its text changes, so the text follows its region by a moment */
  isSpoken: boolean
}

export type DoneToast = Pick<Toast, 'message' | 'detail' | 'undo'>
export type FailedToast = Pick<Toast, 'message' | 'detail' | 'requestId'>

const none: readonly Toast[] = []
let toasts = none
let lastId = 0
const listeners = new Set<() => void>()

function set(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

function add(toast: Omit<Toast, 'id' | 'isSpoken'>) {
  const id = ++lastId
  // More than four would hide the page; failures are the last to go
  const kept = toasts.length < 4 ? toasts : toasts.filter((one) => one !== (toasts.find(isDone) ?? toasts[0]))
  set([...kept, { ...toast, id, isSpoken: false }])
  setTimeout(() => set(toasts.map((one) => (one.id === id ? { ...one, isSpoken: true } : one))), 60)
}

const isDone = (toast: Toast) => toast.tone === 'done'

/** The toasts of this page. Filled in the browser only, so nothing is shared between the requests of a server. */
export const toastStore = {
  done: (toast: DoneToast) => add({ tone: 'done', ...toast }),
  failed: (toast: FailedToast) => add({ tone: 'failed', ...toast }),
  dismiss: (id: number) => set(toasts.filter((toast) => toast.id !== id)),
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  read: () => toasts,
  readOnServer: () => none,
}

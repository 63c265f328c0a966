import { type DoneToast, type FailedToast, toastStore } from './toast-store'

/**
 * `toast.done` answers a change, with Undo where `undo` is given, and goes after ten seconds.
 * `toast.failed` stays until it is dismissed.
 */
export type ShowToast = { done: (toast: DoneToast) => void; failed: (toast: FailedToast) => void }

const show: ShowToast = { done: toastStore.done, failed: toastStore.failed }

export function useToast(): ShowToast {
  return show
}

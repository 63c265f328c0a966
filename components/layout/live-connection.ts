import { liveStore } from './live-store'

const retryMinMs = 2000
const retryMaxMs = 60_000
/** A word comes every 15 s; without it something on the way holds the line open for nothing. */
const silenceMs = 40_000

/**
 * Keeps one stream open while the tab is looked at, and goes on where it was after a pause, `place` being where the page
 * was drawn. A stream that breaks the browser opens again by itself; one that is refused is tried again ever more
 * seldom. Answers how to end.
 */
export function connectLive(place: string | null): () => void {
  let lastId = place
  let source: EventSource | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let retryMs = retryMinMs
  let silence: ReturnType<typeof setTimeout> | undefined

  function open() {
    if (source || document.hidden) return
    clearTimeout(retry)
    liveStore.setState('connecting')
    const opened = new EventSource(`/api/events${lastId === null ? '' : `?${new URLSearchParams({ after: lastId })}`}`)
    source = opened
    const heard = () => {
      clearTimeout(silence)
      silence = setTimeout(tryAgain, silenceMs, 'silent')
    }
    const keep = (event: MessageEvent) => {
      heard()
      if (event.lastEventId !== '') lastId = event.lastEventId
    }
    opened.onopen = () => {
      retryMs = retryMinMs
      heard()
      liveStore.setState('open')
    }
    opened.onmessage = (event) => {
      keep(event)
      liveStore.tell(JSON.parse(event.data))
    }
    opened.addEventListener('hello', heard)
    opened.addEventListener('ready', (event) => {
      // Where nobody could say when the page was drawn, something may have happened since
      if (lastId === null) liveStore.tell('everything')
      keep(event)
    })
    opened.addEventListener('resync', (event) => {
      keep(event)
      liveStore.tell('everything')
    })
    opened.onerror = () => {
      liveStore.setState('away')
      if (opened.readyState !== EventSource.CLOSED) return
      close()
      retry = setTimeout(open, retryMs)
      retryMs = Math.min(retryMs * 2, retryMaxMs)
    }
  }

  function close() {
    clearTimeout(retry)
    clearTimeout(silence)
    source?.close()
    source = null
  }

  function follow() {
    if (document.hidden) {
      close()
      liveStore.setState('resting')
    } else open()
  }

  function tryAgain(why?: 'silent' | Event) {
    retryMs = retryMinMs
    if (why === 'silent' || source?.readyState !== EventSource.OPEN) close()
    follow()
  }

  document.addEventListener('visibilitychange', follow)
  addEventListener('online', tryAgain)
  follow()
  return () => {
    document.removeEventListener('visibilitychange', follow)
    removeEventListener('online', tryAgain)
    close()
    liveStore.setState('resting')
  }
}

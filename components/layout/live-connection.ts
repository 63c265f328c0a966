import { liveStore } from './live-store'

const retryMinMs = 2000
const retryMaxMs = 60_000

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

  function open() {
    if (source || document.hidden) return
    clearTimeout(retry)
    liveStore.setState('connecting')
    const opened = new EventSource(`/api/events${lastId === null ? '' : `?${new URLSearchParams({ after: lastId })}`}`)
    source = opened
    const keep = (event: MessageEvent) => {
      if (event.lastEventId !== '') lastId = event.lastEventId
    }
    opened.onopen = () => {
      retryMs = retryMinMs
      liveStore.setState('open')
    }
    opened.onmessage = (event) => {
      keep(event)
      liveStore.tell(JSON.parse(event.data))
    }
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
    source?.close()
    source = null
  }

  function follow() {
    if (document.hidden) {
      close()
      liveStore.setState('resting')
    } else open()
  }

  function tryAgain() {
    retryMs = retryMinMs
    if (source?.readyState !== EventSource.OPEN) close()
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

'use client'

import { useEffect, useRef, useState } from 'react'
import { Keys } from './kbd'

type Tip = { text: string; keys: string | undefined; target: Element }

/**
 * The one tooltip of the page. An element says what it wants told by `data-tip` (and `data-tip-keys`); it must also have
 * that as its label, because the tooltip itself is not read out. Stands once, in the root layout.
 */
export function TooltipLayer() {
  const [tip, setTip] = useState<Tip | null>(null)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)

  // Listens on the document, because the elements that have a tip are spread over the page, server-rendered ones too
  useEffect(() => {
    const end = new AbortController()
    const hide = () => {
      clearTimeout(waiting.current)
      setTip(null)
    }
    const show = (target: Element | null, afterMs: number) => {
      clearTimeout(waiting.current)
      const text = target?.getAttribute('data-tip')
      // A label that can be read beside its icon needs no tip: the sidebar, unless it is a rail
      const isTold = target?.hasAttribute('data-tip-narrow') && target.clientWidth > 64
      if (!target || !text || isTold) return setTip(null)
      const keys = target.getAttribute('data-tip-keys') ?? undefined
      waiting.current = setTimeout(() => setTip(target.isConnected ? { text, keys, target } : null), afterMs)
    }
    const on = (type: string, listener: (event: Event) => void) =>
      document.addEventListener(type, listener, { signal: end.signal, capture: true })

    on('pointerover', (event) => {
      if (!(event instanceof PointerEvent) || event.pointerType !== 'mouse' || !(event.target instanceof Element))
        return
      // The pointer may move onto the tooltip and read it there
      if (event.target.closest('[data-tooltip]')) return clearTimeout(waiting.current)
      show(event.target.closest('[data-tip]'), 350)
    })
    on('focusin', (event) => {
      const target = event.target instanceof Element ? event.target.closest('[data-tip]') : null
      show(target?.matches(':focus-visible') ? target : null, 0)
    })
    on('focusout', hide)
    on('pointerdown', hide)
    on('scroll', hide)
    on('keydown', (event) => {
      if (event instanceof KeyboardEvent && event.key === 'Escape') hide()
    })
    return () => {
      end.abort()
      clearTimeout(waiting.current)
    }
  }, [])

  if (!tip) return null
  return (
    <div
      key={tip.text}
      ref={(element) => place(element, tip.target)}
      popover="manual"
      data-tooltip=""
      aria-hidden="true"
      className="inset-auto m-0 max-w-72 animate-rise items-center gap-2 rounded-2 border-0 bg-ink px-2 py-1 text-paper text-sm shadow-2 [&:popover-open]:flex"
    >
      {tip.text}
      {tip.keys ? (
        <Keys
          keys={tip.keys}
          className="opacity-80 [&>kbd]:border-transparent [&>kbd]:bg-paper/15 [&>kbd]:text-paper"
        />
      ) : null}
    </div>
  )
}

/** Under its element, above it where there is no room, and always inside the window. */
function place(element: HTMLElement | null, target: Element) {
  if (!element) return
  element.showPopover()
  const around = target.getBoundingClientRect()
  const own = element.getBoundingClientRect()
  const below = around.bottom + 6
  const top = below + own.height > innerHeight ? around.top - own.height - 6 : below
  const left = around.left + around.width / 2 - own.width / 2
  element.style.top = `${top}px`
  element.style.left = `${Math.max(6, Math.min(left, innerWidth - own.width - 6))}px`
}

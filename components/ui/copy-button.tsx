'use client'

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './button'

type Props = {
  text: string
  /** "Copy address" */
  label: string
  className?: string
}

export function CopyButton({ text, label, className }: Props) {
  const [isCopied, setCopied] = useState(false)
  async function copy() {
    await copyText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <>
      <IconButton
        variant="quiet"
        size="sm"
        className={className}
        label={isCopied ? 'Copied' : label}
        icon={isCopied ? <Check className="text-ok-ink!" /> : <Copy />}
        onClick={copy}
      />
      <span aria-live="polite" className="sr-only">
        {isCopied ? 'Copied' : ''}
      </span>
    </>
  )
}

/** The clipboard is there over HTTPS and on localhost only; elsewhere the old way still works. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  area.setAttribute('readonly', '')
  area.className = 'sr-only'
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

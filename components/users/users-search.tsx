'use client'

import { type FormEvent, useRef, useState } from 'react'
import { useShortcuts } from '@/components/layout/shortcuts'
import { SearchField } from '@/components/ui/search-field'
import { queryWordsMax, type UserQuery, userQueryParams } from '@/server/users/user-query'
import { searchHere } from './users-listing'

const pauseMs = 150

/** What is being typed, and in which list. `known` are the words that the address had or will have because of it. */
type Draft = { text: string; list: string; known: readonly string[] }

/**
 * The search. The address follows the typing by a moment, so what is typed is kept here until then; whatever else moves
 * the address (Back, another tab) wins over it. Without script it is a form that asks for the page.
 */
export function UsersSearch({ query }: { query: UserQuery }) {
  const [draft, setDraft] = useState<Draft | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const others = [...userQueryParams({ ...query, q: '', cursor: null, count: 'none' })]
  const list = JSON.stringify(others)
  const isTyping = draft?.list === list && draft.known.includes(query.q)
  const shown = isTyping ? draft.text : query.q

  function type(text: string) {
    const known = isTyping ? draft.known : [query.q]
    setDraft({ text, list, known: [...known, text.trim()] })
    clearTimeout(timer.current)
    timer.current = setTimeout(() => searchHere(text.trim()), pauseMs)
  }

  function finish() {
    clearTimeout(timer.current)
    if (isTyping) searchHere(draft.text.trim())
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    finish()
  }

  useShortcuts([{ keys: '/', label: 'Search users', group: 'Users', run: () => field.current?.focus() }])

  return (
    <form action="/users" onSubmit={submit} className="max-md:w-full">
      {others.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SearchField
        label="Search users"
        name="q"
        keys="/"
        maxLength={queryWordsMax}
        value={shown}
        onChange={type}
        onBlur={finish}
        ref={(input) => {
          field.current = input
          // Typed before the page was hydrated
          if (input && input.value !== shown) type(input.value)
        }}
      />
    </form>
  )
}

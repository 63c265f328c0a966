import { useSyncExternalStore } from 'react'

/** A value that changes outside of React, told to those who draw it and to nobody else. */
export type Signal<Value> = {
  get: () => Value
  set: (value: Value) => void
  subscribe: (changed: () => void) => () => void
}

export function createSignal<Value>(first: Value): Signal<Value> {
  const listeners = new Set<() => void>()
  let value = first
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return
      value = next
      for (const changed of listeners) changed()
    },
    subscribe: (changed) => {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
  }
}

export function useSignal<Value>({ get, subscribe }: Signal<Value>): Value {
  return useSyncExternalStore(subscribe, get, get)
}

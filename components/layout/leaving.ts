type Ask = (go: () => void) => void

let ask: Ask | null = null

/** For whoever moves the page by script, by a key or from the palette: an edited form is asked first. */
export function leave(go: () => void): void {
  if (ask) ask(go)
  else go()
}

/** While the form is edited. What it returns takes the guard away again. */
export function guardLeaving(guard: Ask): () => void {
  ask = guard
  return () => {
    if (ask === guard) ask = null
  }
}

/** Named by what is drawn in them; the tokens of the same name stand in globals.css. */
const tokens = {
  line: '--chart-line',
  p50: '--chart-p50',
  p95: '--chart-p95',
  p99: '--chart-p99',
  teal: '--chart-teal',
  amber: '--chart-amber',
  bad: '--chart-bad',
  target: '--chart-target',
  lineArea: '--chart-area',
  tealArea: '--chart-teal-area',
  people: '--chart-people',
  band: '--chart-people-band',
  grid: '--chart-grid',
  limit: '--warn',
} as const

export type ChartColour = 'line' | 'p50' | 'p95' | 'p99' | 'teal' | 'amber' | 'bad' | 'target'
export type ChartColours = Record<keyof typeof tokens, string>

/** A canvas knows neither variables nor `light-dark()`: the browser says what they are here and now. */
export function readColours(element: HTMLElement): ChartColours {
  const probe = document.createElement('span')
  probe.hidden = true
  // The tokens hold the system's colours already where they are forced
  probe.style.setProperty('forced-color-adjust', 'none')
  element.append(probe)
  const style = getComputedStyle(probe)
  const entries = Object.entries(tokens).map(([name, token]) => {
    probe.style.color = `var(${token})`
    return [name, style.color]
  })
  probe.remove()
  return Object.fromEntries(entries)
}

/** Calls when the theme changes, by the system or by hand. Answers how to stop. */
export function onThemeChange(changed: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query))
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  for (const query of queries) query.addEventListener('change', changed)
  return () => {
    observer.disconnect()
    for (const query of queries) query.removeEventListener('change', changed)
  }
}

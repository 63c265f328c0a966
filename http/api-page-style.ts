/** The look of the page that describes the API: the console's colours, and nothing to load. */
export const apiPageStyle = `
:root {
  color-scheme: light dark;
  --frame: light-dark(oklch(0.975 0.003 262), oklch(0.158 0.008 262));
  --paper: light-dark(oklch(1 0 0), oklch(0.188 0.009 262));
  --well: light-dark(oklch(0.968 0.004 262), oklch(0.222 0.01 262));
  --line: light-dark(oklch(0.92 0.005 262), oklch(0.272 0.011 262));
  --ink: light-dark(oklch(0.215 0.018 262), oklch(0.945 0.004 262));
  --ink-2: light-dark(oklch(0.405 0.018 262), oklch(0.795 0.009 262));
  --ink-3: light-dark(oklch(0.505 0.017 262), oklch(0.675 0.012 262));
  --accent: light-dark(oklch(0.475 0.17 260), oklch(0.775 0.115 260));
  --tint: light-dark(oklch(0.945 0.028 260), oklch(0.285 0.058 262));
  --ok: light-dark(oklch(0.435 0.105 155), oklch(0.815 0.14 155));
  --ok-tint: light-dark(oklch(0.962 0.032 155), oklch(0.262 0.042 158));
  --warn: light-dark(oklch(0.475 0.11 58), oklch(0.845 0.125 80));
  --warn-tint: light-dark(oklch(0.97 0.03 82), oklch(0.252 0.032 75));
  --bad: light-dark(oklch(0.49 0.185 25), oklch(0.79 0.125 22));
  --bad-tint: light-dark(oklch(0.966 0.017 22), oklch(0.255 0.045 22));
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
[data-theme='light'] { color-scheme: light }
[data-theme='dark'] { color-scheme: dark }
* { box-sizing: border-box; margin: 0 }
html { scroll-padding-top: 1rem; background: var(--paper); -webkit-text-size-adjust: 100% }
body {
  font: 0.875rem/1.5 'Inter Variable', Inter, ui-sans-serif, system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif;
  color: var(--ink);
}
a { color: var(--accent); text-underline-offset: 3px }
nav a, h1 a, .path a { text-decoration: none }
a:hover { text-decoration: underline }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px }
h1 { margin-bottom: 0.5rem; font-size: 1.5rem; line-height: 2rem; letter-spacing: -0.017em; text-wrap: balance }
h2 { font-size: 1.1875rem; line-height: 1.75rem; letter-spacing: -0.01em; margin: 3rem 0 0.5rem; text-wrap: balance }
h3 { font-size: 0.9375rem; line-height: 1.5rem }
h4 { font-size: 0.8125rem; margin-top: 1rem }
p, li, dd { text-wrap: pretty; max-width: 70ch }
p + p { margin-top: 0.75rem }
code, pre { font-family: var(--mono); font-size: 0.8125rem; letter-spacing: -0.02em; overflow-wrap: anywhere }
:not(pre) > code.value { padding: 0.05rem 0.3rem; border-radius: 4px; background: var(--well) }
pre { padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--frame); white-space: pre-wrap }
main { display: grid; grid-template-columns: minmax(0, 1fr); max-width: 82rem; margin: 0 auto; padding: 1.5rem 1.5rem 6rem; gap: 1rem 3rem }
nav { font-size: 0.8125rem }
nav h2 { font-size: 0.8125rem; line-height: 1.25rem; margin: 1rem 0 0.25rem; letter-spacing: 0 }
nav ul { list-style: none; padding: 0 }
nav a { display: block; padding: 0.1875rem 0; color: var(--ink-2) }
.guide { display: grid; gap: 1.25rem 2.5rem; margin-top: 1.5rem }
.guide h2 { font-size: 0.9375rem; margin: 0 0 0.25rem }
article { padding: 1.5rem 0; border-top: 1px solid var(--line) }
.path { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.625rem; margin: 0.25rem 0 0.5rem }
.method { padding: 0.05rem 0.375rem; border-radius: 4px; font: 600 0.75rem/1.25rem var(--mono); background: var(--tint); color: var(--accent) }
.post { background: var(--ok-tint); color: var(--ok) }
.put, .patch { background: var(--warn-tint); color: var(--warn) }
.delete { background: var(--bad-tint); color: var(--bad) }
dl { margin-top: 0.375rem; border-top: 1px solid var(--line) }
dl > div { padding: 0.375rem 0; border-bottom: 1px solid var(--line) }
dt { display: flex; flex-wrap: wrap; gap: 0 0.625rem; align-items: baseline }
dd { padding: 0; color: var(--ink-2) }
.quiet { color: var(--ink-3); font-size: 0.8125rem }
.answers > div { display: grid; grid-template-columns: 2.5rem minmax(0, 1fr); gap: 0 0.5rem }
.answers > .usual { grid-template-columns: auto minmax(0, 1fr) }
article > pre { margin-top: 1rem }
@media (width >= 44rem) {
  .guide { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) }
  .fields > div { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 0 1.5rem }
}
@media (width >= 62rem) {
  main { grid-template: auto 1fr / 13rem minmax(0, 1fr) }
  nav { grid-area: 1 / 1 / 3 / 2; position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding-block: 0.5rem 2rem }
}
@media (width < 44rem) { main { padding-inline: 1rem } nav a { padding: 0.375rem 0 } }
@media (forced-colors: active) { .method { border: 1px solid } }
@media print { nav { display: none } article { break-inside: avoid } }
`

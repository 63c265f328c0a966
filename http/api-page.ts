import { html, raw } from 'hono/html'
import { commonRefusals, type Operation, type Refusal, refusalsOf } from './api-operation'
import { operations } from './api-operations'
import { apiPageStyle } from './api-page-style'
import { parametersOf } from './api-parameters'
import { curlExample } from './curl-example'
import { type OpenApiDocument, refusalWords } from './openapi'
import type { JsonSchema } from './openapi-schemas'
import { type Field, fieldsOf, type SchemaWord, schemaWords } from './schema-words'

type Html = ReturnType<typeof html>
type PageFacts = { document: OpenApiDocument; origin: string; theme: 'light' | 'dark' | null }

/** The API for people: one page, without script, and with nothing to load. */
export function apiPage({ document, origin, theme }: PageFacts): Html {
  const { schemas } = document.components
  return html`<!doctype html>
<html lang="en"${theme === null ? '' : raw(` data-theme="${theme}"`)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The API of Roster</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<style>${raw(apiPageStyle)}</style>
</head>
<body>
<main>
<div class="intro">
<h1>The API of Roster</h1>
<p>${document.info.description} The same for programs: <a href="/api/v1/openapi.json">openapi.json</a>. The console itself: <a href="/">Roster</a>.</p>
${guide(origin)}
</div>
${contents(Object.keys(schemas))}
<div>
${groups().map((group) => html`<h2>${group}</h2>${inGroup(group).map((each) => article(each, schemas, origin))}`)}
<h2 id="problems">Problems</h2>
<dl class="answers">${Object.entries(refusalWords).map(([status, text]) => answer(status, prose(text)))}</dl>
<h2>Shapes</h2>
${Object.entries(schemas).map(([name, schema]) => shape(name, schema))}
</div>
</main>
</body>
</html>`
}

function contents(shapes: string[]): Html {
  return html`<nav aria-label="On this page">
${groups().map(
  (group) =>
    html`<h2>${group}</h2><ul>${inGroup(group).map(({ id, summary }) => html`<li><a href="#${id}">${summary}</a></li>`)}</ul>`,
)}
<h2>Shapes</h2><ul>${shapes.map((name) => html`<li><a href="#${name}">${name}</a></li>`)}</ul>
</nav>`
}

function guide(origin: string): Html {
  return html`<div class="guide">
<section><h2>Who asks</h2><p>Send <code>Authorization: Bearer</code> with a token, which you make on your <a href="/account#tokens">account page</a>. It does what you may do, at most with the role that you gave it, until it ends or is revoked. The examples take it from <code>ROSTER_TOKEN</code>.</p></section>
<section><h2>Pages</h2><p>Lists answer <code>data</code> and <code>page</code>. Go on with <code>cursor=</code> and <code>page.next</code>, until that is null. What is added or removed meanwhile makes nothing appear twice.</p></section>
<section><h2>Versions</h2><p>Every user has a version, which is the <code>ETag</code> of the answer. Send it back as <code>If-Match</code> with a change: if somebody was faster, nothing is changed and the answer is 412. Nothing is ever merged.</p></section>
<section><h2>Repeating</h2><p>With an <code>Idempotency-Key</code> a POST can be sent again after a lost connection: within 24 hours it is done once, and answered the same. The same key for another request is 422, and 409 while the first one runs.</p></section>
<section><h2>Problems</h2><p>What is refused is answered as <code>application/problem+json</code>: <code>code</code> for programs, <code>detail</code> for people, <code>fields</code> for what is wrong where, and <code>requestId</code> to find it in the log. Unknown fields and parameters are refused, not ignored.</p></section>
<section><h2>First steps</h2><pre>export ROSTER_TOKEN=roster_…
curl '${origin}/api/v1/users?limit=5' \\
  -H "Authorization: Bearer $ROSTER_TOKEN"</pre></section>
</div>`
}

function article(operation: Operation, schemas: Record<string, JsonSchema>, origin: string): Html {
  const { id, method, path, summary, notes, body } = operation
  const parameters = parametersOf(operation).map((each) => ({ ...each, isRequired: each.required }))
  const bodyFields = body ? fieldsOf(schemas[body.is] ?? {}) : []
  return html`<article id="${id}" aria-labelledby="${id}-name">
<h3 id="${id}-name">${summary}</h3>
<p class="path"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></p>
${notes ? html`<p>${prose(notes)}</p>` : ''}
${fieldList('Parameters', parameters)}
${fieldList('Body', bodyFields)}
<h4>Answers</h4>
<dl class="answers">${answers(operation)}</dl>
<pre><code>${curlExample(operation, origin)}</code></pre>
</article>`
}

function answers(operation: Operation): Html[] {
  const { answer: good } = operation
  const what = 'json' in good ? good.json.map((ref) => ({ ref })) : good.types.map((value) => ({ value }))
  const headers = good.headers ? `, with ${good.headers.join(' and ')}` : ''
  const refusals = refusalsOf(operation)
  const usual = refusals.filter(isUsual)
  return [
    answer(`${good.status}`, html`${good.is}: ${joinedWords(what)}${headers}`),
    ...refusals.filter((status) => !isUsual(status)).map((status) => answer(`${status}`, prose(refusalWords[status]))),
    ...(usual.length > 0
      ? [
          html`<div class="usual"><dt class="quiet">${usual.join(', ')}</dt><dd class="quiet">As <a href="#problems">everywhere</a></dd></div>`,
        ]
      : []),
  ]
}

function answer(status: string, says: Html | Html[]): Html {
  return html`<div><dt>${status}</dt><dd>${says}</dd></div>`
}

const isUsual = (status: Refusal) => status === 413 || commonRefusals.some((common) => common === status)

/** Words between backticks are code. */
function prose(text: string): Html[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
}

function shape(name: string, schema: JsonSchema): Html {
  const fields = fieldsOf(schema)
  return html`<article id="${name}" aria-labelledby="${name}-name">
<h3 id="${name}-name">${name}</h3>
${fields.length > 0 ? fieldList('', fields) : html`<p class="quiet">${schema.properties ? 'An object without fields' : words(schemaWords(schema))}</p>`}
</article>`
}

type Listed = Field & { in?: string }

function fieldList(title: string, fields: Listed[]): Html | '' {
  if (fields.length === 0) return ''
  return html`${title ? html`<h4>${title}</h4>` : ''}<dl class="fields">${fields.map(
    ({ name, schema, description, isRequired, in: place }) =>
      html`<div><dt><code>${name}</code><span class="quiet">${place && place !== 'query' ? `${place}, ` : ''}${isRequired ? 'required' : 'optional'}</span></dt><dd>${description ? html`${prose(description)}<br>` : ''}<span class="quiet">${words(schemaWords(schema))}</span></dd></div>`,
  )}</dl>`
}

function words(all: SchemaWord[]): Html[] {
  return all.map((word) => {
    if ('ref' in word) return html`<a href="#${word.ref}">${word.ref}</a>`
    return 'value' in word ? html`<code class="value">${word.value}</code>` : html`${word.text}`
  })
}

function joinedWords(all: SchemaWord[]): Html[] {
  return words(all.flatMap((word, index) => (index === 0 ? [word] : [{ text: ' or ' }, word])))
}

const groups = () => [...new Set(operations.map(({ group }) => group))]
const inGroup = (group: Operation['group']) => operations.filter((each) => each.group === group)

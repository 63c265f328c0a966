type PlainPage = { title: string; words: string; requestId?: string }

/** What browsers are shown where no page can be made: it needs no database, no script and no file. */
export function plainPage({ title, words, requestId }: PlainPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · Roster</title>
</head>
<body style="margin:0;padding:15vh 1.5rem;font:1rem/1.5 system-ui,sans-serif">
<main role="alert" style="max-width:32rem;margin:auto">
<h1>${escaped(title)}</h1><p>${escaped(words)}</p>${requestId === undefined ? '' : `\n<p><small>Request ${escaped(requestId)}</small></p>`}
</main>
</body>
</html>
`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

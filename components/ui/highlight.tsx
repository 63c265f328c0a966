type Props = { text: string; term: string }

/** Marks where the term stands in the text, whatever the case and the accents: "han" in "Thanh Hằng". */
export function Highlight({ text, term }: Props) {
  return splitAtTerm(text, term).map((part) =>
    part.isMatch ? (
      <mark key={part.start} className="marked">
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  )
}

type Part = { text: string; start: number; isMatch: boolean }

export function splitAtTerm(text: string, term: string): Part[] {
  const needle = fold(term.trim()).text
  const hay = fold(text)
  const parts: Part[] = []
  let done = 0
  for (let at = needle ? hay.text.indexOf(needle) : -1; at >= 0; at = hay.text.indexOf(needle, at + needle.length)) {
    const start = hay.starts[at] ?? text.length
    const end = hay.starts[at + needle.length] ?? text.length
    // A sign that folds to several letters may be hit in its middle
    if (start < done || end <= start) continue
    if (start > done) parts.push({ text: text.slice(done, start), start: done, isMatch: false })
    parts.push({ text: text.slice(start, end), start, isMatch: true })
    done = end
  }
  if (done < text.length) parts.push({ text: text.slice(done), start: done, isMatch: false })
  return parts
}

/** Without case and accents, and for each letter where it came from. */
function fold(text: string) {
  let folded = ''
  const starts: number[] = []
  let at = 0
  for (const sign of text) {
    const plain = sign.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    for (let index = 0; index < plain.length; index++) starts.push(at)
    folded += plain
    at += sign.length
  }
  return { text: folded, starts }
}

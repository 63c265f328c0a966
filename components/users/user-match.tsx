import { splitAtTerm } from '@/components/ui/highlight'

type Props = { text: string; words: readonly string[] }

/** A name or an address, with each of the words that were searched for marked where it stands. */
export function UserMatch({ text, words: [word, ...others] }: Props) {
  if (word === undefined) return text
  return splitAtTerm(text, word).map((part) =>
    part.isMatch ? (
      <mark key={part.start} className="marked">
        {part.text}
      </mark>
    ) : (
      <UserMatch key={part.start} text={part.text} words={others} />
    ),
  )
}

/** As the search understands them: at most eight, each for itself. */
export function searchedWords(q: string): string[] {
  return q.split(/\s+/).filter(Boolean).slice(0, 8)
}

import { passwordMin } from '@/server/auth/password'
import { passwordMax } from '@/server/users/user'

export type Person = { name: string; email: string }

/**
 * What a person should do about a new password, or null when it is good. Length in code points, and no rules of
 * composition; refused when it is well known (offline, against 49,000 passwords that leaked most often), repeats or
 * counts, or is made of the name, the address or the name of this program.
 */
export async function passwordProblem(password: string, person: Person): Promise<string | null> {
  return passwordProblemIn(await leakedPasswords(), password, person)
}

export function passwordProblemIn(leaked: ReadonlySet<string>, password: string, person: Person): string | null {
  if ([...password].length < passwordMin) {
    return `Use at least ${passwordMin} characters`
  }
  if (password.length > passwordMax) return `Use at most ${passwordMax} characters`
  const text = fold(password)
  if (isMadeOf(text, knownWords(person))) {
    return 'Don’t make it of your name, your email or “Roster”. Choose words that have nothing to do with you.'
  }
  if (isSeries(text) || isSeries(text.replace(/[^\p{L}\p{N}]/gu, ''))) {
    return 'Don’t repeat or count. Choose words that others can’t guess.'
  }
  if (cores(text).some((core) => leaked.has(core))) {
    return 'This password, or the main part of it, is on lists of leaked passwords. Choose another one.'
  }
  return null
}

let loading: Promise<ReadonlySet<string>> | undefined

/** 360 kB and 40 ms: loaded when the first password is chosen, once. */
function leakedPasswords(): Promise<ReadonlySet<string>> {
  loading ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']))
  return loading
}

/** The parts that may stand on the list: the whole, the whole without what was only put around it, what it repeats. */
function cores(text: string): string[] {
  const bare = trimmed(text)
  const parts = [text, bare, repeatedPart(text), repeatedPart(bare)]
  return [...new Set([...parts, ...parts.map(trimmed), ...parts.map(unleet)])].filter((part) => part.length >= 3)
}

function trimmed(text: string): string {
  return text.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '')
}

function unleet(text: string): string {
  const letters: Record<string, string> = {
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    $: 's',
    '@': 'a',
  }
  return trimmed(text.replace(/[013457$@]/g, (sign) => letters[sign] ?? sign))
}

/** "abcabcab" repeats "abc"; what repeats nothing is its own part. */
function repeatedPart(text: string): string {
  for (let length = 1; length <= text.length / 2; length++) {
    if (text.slice(length) === text.slice(0, -length)) return text.slice(0, length)
  }
  return text
}

/** One short part over and over, or a run such as "abcdefgh…" or "987654321098…". */
function isSeries(text: string): boolean {
  return text !== '' && (repeatedPart(text).length <= 5 || isRun(text))
}

function isRun(text: string): boolean {
  const codes = [...text].map((sign) => sign.codePointAt(0) ?? 0)
  const steps = new Set(codes.slice(1).map((code, index) => stepFrom(codes[index] ?? 0, code)))
  return steps.size === 1 && (steps.has(1) || steps.has(-1))
}

/** 0 follows 9 and 9 comes before 0. */
function stepFrom(from: number, to: number): number {
  const [zero, nine] = [48, 57]
  if (from === nine && to === zero) return 1
  if (from === zero && to === nine) return -1
  return to - from
}

/** Nothing of substance is left when the known words, and the digits and signs between them, are taken away. */
function isMadeOf(text: string, known: string[]): boolean {
  const left = known.reduce((rest, word) => rest.replaceAll(word, ''), text)
  return left !== text && left.replace(/[^\p{L}]/gu, '').length < 8
}

/** The longest first, so that "adalovelace" goes as a whole. */
function knownWords({ name, email }: Person): string[] {
  const [local = '', domain = ''] = fold(email).split('@')
  const parts = [email, local, domain, name].flatMap((text) => [fold(text), ...fold(text).split(/[^\p{L}\p{N}]+/u)])
  const joined = [...parts, fold(name).replace(/\s+/g, ''), 'roster']
  return [...new Set(joined)].filter((word) => word.length >= 3).sort((a, b) => b.length - a.length)
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
}

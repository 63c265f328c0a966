import { z } from 'zod'

/** RFC 5321, 4.5.3.1: 64 octets before the @, 254 in all. */
const localMax = 64
const emailMax = 254

/**
 * The form of an address that decides whether two are the same: compatibility forms folded (full-width letters, the
 * Kelvin sign), upper and lower case alike, the domain as it goes over the wire. Computed here and nowhere else:
 * PostgreSQL's lower() differs from JavaScript's by locale.
 */
export function canonicalEmail(email: string): string {
  const folded = fold(email)
  const at = folded.lastIndexOf('@')
  return `${folded.slice(0, at)}@${asciiDomain(folded.slice(at + 1)) ?? folded.slice(at + 1)}`
}

export function emailDomain(email: string): string {
  return canonicalEmail(email).split('@').at(-1) ?? ''
}

/** An address as a person may type it. The length is capped before any expression sees it. */
export const emailSchema = z
  .string('Enter an email address')
  .max(1000, { error: 'Use at most 254 characters', abort: true })
  .trim()
  .min(1, { error: 'Enter an email address', abort: true })
  .transform((text) => text.normalize('NFKC'))
  .superRefine((email, context) => {
    const problem = emailProblem(email)
    if (problem) context.addIssue({ code: 'custom', message: problem, params: { code: 'invalid_email' } })
  })

function emailProblem(email: string): string | null {
  const example = 'Enter an address such as name@example.com'
  if (!email.isWellFormed()) return example
  if (new TextEncoder().encode(email).length > emailMax) return 'Use at most 254 characters'
  const at = email.lastIndexOf('@')
  if (at < 1) return example
  const local = email.slice(0, at)
  if (new TextEncoder().encode(local).length > localMax) return 'Use at most 64 characters before the @'
  if (!isDotAtom(local)) return example
  const domain = asciiDomain(email.slice(at + 1))
  if (domain === null) return 'The part after the @ is not a domain'
  return null
}

/** RFC 5322 dot-atom, with the letters of all scripts as RFC 6531 allows. */
function isDotAtom(local: string): boolean {
  return local.split('.').every((atom) => /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+$/u.test(atom))
}

/** The domain in ASCII (xn-- where needed), or null when it is none: at least two labels, and no address in digits. */
function asciiDomain(domain: string): string | null {
  if (/[\s/?#:@\\[\]%<>^|]/.test(domain) || domain.length > 253) return null
  let ascii: string
  try {
    ascii = new URL(`http://${domain}`).hostname
  } catch {
    return null
  }
  const labels = ascii.split('.')
  const areLabels = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  return areLabels && labels.length >= 2 && !/^\d+$/.test(labels.at(-1) ?? '') ? ascii : null
}

/** Upper before lower, so that letters with several lower forms (long s, dotless i) become one. */
function fold(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}

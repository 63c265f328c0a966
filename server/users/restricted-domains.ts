import { disposableEmailBlocklistSet } from 'disposable-email-domains-js'
import type { Settings } from '@/server/settings/settings'
import { emailDomain } from '@/server/users/email'

type Lists = Pick<Settings, 'restrictedDomains' | 'allowedDomains'>

/**
 * Whether an address is of a throw-away mail service or of a domain that administrators refuse. A domain on a list
 * stands for its subdomains too; what administrators allow wins.
 * The list of throw-away services is github.com/disposable-email-domains/disposable-email-domains.
 */
export function isRestrictedEmail(email: string, lists: Lists): boolean {
  const domains = domainAndParents(emailDomain(email))
  if (domains.some((domain) => lists.allowedDomains.includes(domain))) return false
  return domains.some((domain) => lists.restrictedDomains.includes(domain) || disposableEmailBlocklistSet().has(domain))
}

function domainAndParents(domain: string): string[] {
  const labels = domain.split('.')
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
}

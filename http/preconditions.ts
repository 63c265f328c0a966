import { AppError } from '@/server/errors'
import type { ApiContext } from './api'

/** A version as an entity tag. */
export function etagOf({ version }: { version: number }): string {
  return `"${version}"`
}

/** The version that `If-Match` names, undefined where it is absent or `*`. Fails with `invalid` for anything else. */
export function ifMatchOf(context: ApiContext): number | undefined {
  const header = context.req.header('if-match')?.trim()
  if (header === undefined || header === '*') return undefined
  const version = /^"(\d{1,9})"$/.exec(header)?.[1]
  if (version === undefined) {
    const message = 'If-Match takes the ETag of what is changed, such as "3".'
    throw new AppError('invalid', message, { 'If-Match': [message] })
  }
  return Number(version)
}

/** Fails with `version_required` where nobody said which version the change was made on. */
export function requireIfMatch(context: ApiContext): number {
  const version = ifMatchOf(context)
  if (version === undefined) {
    throw new AppError('version_required', 'Say which version you change: If-Match with its ETag.')
  }
  return version
}

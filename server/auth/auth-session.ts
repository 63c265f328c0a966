import { cache } from 'react'
import type { Actor, RequestFacts } from '@/server/auth/actor'
import { returnPath } from '@/server/auth/sign-in-policy'
import { env } from '@/server/env'
import { AppError } from '@/server/errors'
import { findActorByToken } from '@/server/sessions/session-service'

// Next is imported where it is used: the front door and the tests use this file too, outside of Next

/** Over TLS no other host of the domain, and no page without TLS, can set or read it. */
export function sessionCookieName(): string {
  return isSecure() ? '__Host-roster.session' : 'roster.session'
}

export function isSecure(): boolean {
  return env().APP_URL?.startsWith('https:') ?? false
}

/**
 * Who asks, for pages and actions: looked up at every request, once. Sends everybody else to the sign-in page and from
 * there back to where they were going, and those who were given a password to the page where they choose their own;
 * `beforePasswordChange` is for that page alone. Fails with `unavailable`.
 */
export async function requireActor(options: { beforePasswordChange?: boolean } = {}): Promise<Actor> {
  const { actor, hadCookie } = await currentActor()
  const { redirect } = await import('next/navigation')
  if (!actor) {
    // `ended` tells somebody who was signed in that they no longer are
    return redirect(addressWith('/sign-in', { ended: hadCookie ? '1' : null, next: await requestedPath() }))
  }
  if (actor.mustChangePassword && !options.beforePasswordChange) {
    return redirect(addressWith('/change-password', { next: await requestedPath() }))
  }
  return actor
}

/** For pages that greet both those who are signed in and those who are not. */
export async function requireActorOrNull(): Promise<Actor | null> {
  return (await currentActor()).actor
}

/**
 * Who asks, for routes outside of Next. Fails with `unauthenticated`, `password_change_required` or `unavailable`.
 */
export async function actorOfRequest(asked: {
  cookieHeader: string | undefined
  request: RequestFacts
}): Promise<Actor> {
  const token = sessionTokenOf(asked.cookieHeader)
  const actor = token === null ? null : await findActorByToken(token, asked.request)
  if (!actor) {
    throw new AppError('unauthenticated', token === null ? 'Sign in first.' : 'You were signed out. Sign in to go on.')
  }
  if (actor.mustChangePassword) {
    throw new AppError('password_change_required', 'Choose a password of your own first, on /change-password.')
  }
  return actor
}

/** What the front door found out about the request that Next is serving. */
export async function requestFacts(): Promise<RequestFacts> {
  const { headers } = await import('next/headers')
  const sent = await headers()
  return {
    requestId: sent.get('x-roster-request-id') ?? 'unknown',
    via: 'web',
    ip: sent.get('x-roster-client-ip'),
    userAgent: sent.get('user-agent')?.slice(0, 500) ?? null,
  }
}

/** The token that this browser sent, whatever it is worth. */
export async function sentToken(): Promise<string | null> {
  const { cookies } = await import('next/headers')
  return (await cookies()).get(sessionCookieName())?.value || null
}

const currentActor = cache(async (): Promise<{ actor: Actor | null; hadCookie: boolean }> => {
  const token = await sentToken()
  if (token === null) return { actor: null, hadCookie: false }
  return { actor: await findActorByToken(token, await requestFacts()), hadCookie: true }
})

/** An address with those parameters that have a value. */
export function addressWith(path: string, parameters: Record<string, string | null>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== null) query.set(name, value)
  return query.size > 0 ? `${path}?${query}` : path
}

/** A page does not know its own address: the front door says it. An action comes from the page that it refers to. */
async function requestedPath(): Promise<string | null> {
  const { headers } = await import('next/headers')
  const sent = await headers()
  const isAction = sent.has('next-action') || sent.get('content-type')?.startsWith('multipart/form-data')
  const referer = sent.get('referer') ?? ''
  const text = isAction && URL.canParse(referer) ? referer.replace(/^https?:\/\/[^/]*/, '') : sent.get('x-roster-path')
  const path = returnPath(text?.replace(/#.*$/, ''))
  // Next's own mark on what it fetches for a page that is open already
  return path?.replace(/([?&])_rsc=[^&]*&?/, '$1').replace(/[?&]$/, '') ?? null
}

/** The token of a session that a request bears, whatever it is worth. */
export function sessionTokenOf(cookieHeader: string | undefined): string | null {
  return cookieValue(cookieHeader, sessionCookieName())
}

/**
 * As Next reads cookies for pages and actions, to the letter: of several with one name the last counts. Else whoever
 * sends two would be one person at the front door and another behind it.
 */
function cookieValue(header: string | undefined, name: string): string | null {
  let found: string | null = null
  for (const pair of (header ?? '').split(/; */)) {
    if (!pair.startsWith(`${name}=`)) continue
    try {
      found = decodeURIComponent(pair.slice(name.length + 1))
    } catch {
      // What is not well encoded is none
    }
  }
  return found || null
}

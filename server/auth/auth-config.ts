import type { NextRequest } from 'next/server'
import NextAuth, { AuthError, CredentialsSignin, type NextAuthConfig } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { isSecure, requestFacts, sentToken, sessionCookieName } from '@/server/auth/auth-session'
import { signIn } from '@/server/auth/sign-in-service'
import { env } from '@/server/env'
import { appErrorOf } from '@/server/errors'
import { log } from '@/server/log'
import { endSessionByToken, findActorByToken } from '@/server/sessions/session-service'
import { currentSettings } from '@/server/settings/settings-service'

declare module 'next-auth' {
  interface User {
    sessionToken?: string
  }
}

/** Carries what our own sign-in failed with through next-auth, which lets its own kind of error pass. */
class SignInFailed extends CredentialsSignin {
  readonly failure: unknown

  constructor(failure: unknown) {
    super()
    this.failure = failure
    this.code = appErrorOf(failure)?.code ?? 'unavailable'
  }
}

/** What anybody can cause from outside. Refused sign-ins are in the audit log. */
const expectedErrors: readonly string[] = [
  'CredentialsSignin',
  'JWTSessionError',
  'MissingCSRF',
  'InvalidProvider',
  'UnknownAction',
]

const nextAuth = NextAuth(config)

/**
 * next-auth's own routes. Next knows only where it listens; under which address we were asked, the front door says, and
 * next-auth makes its redirects from that.
 */
export function answerAuth(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const host = request.headers.get('x-forwarded-host')
  const scheme = request.headers.get('x-forwarded-proto')
  const asked = host && scheme ? new Request(`${scheme}://${host}${pathname}${search}`, request) : request
  // It takes nothing from the request that only Next's kind has; and that kind calls 127.0.0.1 "localhost"
  return nextAuth.handlers[request.method === 'POST' ? 'POST' : 'GET'](asked as NextRequest)
}

/**
 * Signs in and gives the browser its cookie; a session that it had before is over. For server actions; fails like
 * `signIn` of the sign-in service.
 */
export async function signInHere(email: string, password: string): Promise<void> {
  const before = await sentToken()
  try {
    await nextAuth.signIn('credentials', { email, password, redirect: false, redirectTo: '/' })
  } catch (error) {
    throw error instanceof SignInFailed ? error.failure : error
  }
  if (before !== null) await endSessionByToken(before, await requestFacts())
}

/** Ends the session and takes the cookie away. For server actions; fails with `unavailable`. */
export async function signOutHere(): Promise<void> {
  const token = await sentToken()
  // Before next-auth, which would only log it if the database can't be reached
  if (token !== null) await endSessionByToken(token, await requestFacts())
  await nextAuth.signOut({ redirect: false, redirectTo: '/' })
}

/**
 * Asked at every use: settings may have changed, and nothing is known yet while the pages are built. The cookie holds
 * nothing but our random token: encoding hands it out, decoding looks it up.
 */
async function config(): Promise<NextAuthConfig> {
  const { sessionDays } = await currentSettings()
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure() } as const
  const prefix = isSecure() ? '__Host-' : ''
  return {
    secret: env().AUTH_SECRET,
    // The front door has checked the host, and set the headers that tell of it
    trustHost: true,
    useSecureCookies: isSecure(),
    basePath: '/api/auth',
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    // How long the browser keeps the cookie. Whether it is still good, the session's row says
    session: { strategy: 'jwt', maxAge: sessionDays * 86_400 },
    cookies: {
      sessionToken: { name: sessionCookieName(), options },
      callbackUrl: { name: `${prefix}roster.callback-url`, options },
      csrfToken: { name: `${prefix}roster.csrf-token`, options },
    },
    providers: [Credentials({ credentials: { email: {}, password: {} }, authorize })],
    jwt: {
      encode: async ({ token }) => (typeof token?.sessionToken === 'string' ? token.sessionToken : ''),
      decode: async ({ token = '' }) => {
        const actor = await findActorByToken(token, await requestFacts())
        return actor && { sub: actor.id ?? undefined, name: actor.name, email: actor.email, sessionToken: token }
      },
    },
    callbacks: {
      jwt: ({ token, user }) => (user ? { ...token, sessionToken: user.sessionToken } : token),
    },
    events: {
      async signOut(message) {
        const token = 'token' in message ? message.token?.sessionToken : null
        if (typeof token === 'string') await endSessionByToken(token, await requestFacts())
      },
    },
    logger: {
      error: (error) => {
        const isExpected = error instanceof AuthError && expectedErrors.includes(error.type)
        log()[isExpected ? 'debug' : 'error']({ err: error }, 'next-auth refused or failed')
      },
      warn: (code) => log().warn({ code }, 'next-auth warns'),
      debug: () => {},
    },
  }
}

async function authorize(given: Partial<Record<'email' | 'password', unknown>>) {
  try {
    const { email, password } = given
    const request = await requestFacts()
    const { user, token } = await signIn({ email: `${email ?? ''}`, password: `${password ?? ''}`, request })
    return { id: user.id, name: user.name, email: user.email, sessionToken: token }
  } catch (error) {
    throw new SignInFailed(error)
  }
}

import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { ownOrigins } from '@/lib/console/origins'
import { getAllowedOrigins, getProjectSettings } from '@/lib/console/projects'
import { env } from '@/lib/env'
import { SessionError } from '@/lib/identity/sessions/errors'
import type { JwtResponse } from '@/lib/identity/sessions/types'
import { readBearer } from '../authenticate'

const COOKIE = 'DSR'

/** A refresh token as a request brought it. */
export interface GivenToken {
  projectId: string
  token: string
  /** The cookie that it came in; null: it was in the Authorization header. */
  cookie: string | null
}

/**
 * The refresh token of a request: behind the project's id in the Authorization header, or in a cookie. A cookie counts
 * only when the request comes from this server's own origin or one that the project allows, so that no other site can
 * act with it.
 * @returns null when there is none
 */
export async function findRefreshToken(context: Context): Promise<GivenToken | null> {
  const { projectId, token } = readBearer(context)
  // With a cookie an SDK may send its own key there instead.
  if (token?.split('.').length === 3) return { projectId, token, cookie: null }
  const cookie = cookieName(context)
  const value = getCookie(context, cookie)
  if (!value || !(await mayUseCookie(context, projectId))) return token ? { projectId, token, cookie: null } : null
  return { projectId, token: value, cookie }
}

/** @throws SessionError `noToken` */
export async function requireRefreshToken(context: Context): Promise<GivenToken> {
  const given = await findRefreshToken(context)
  if (!given) throw new SessionError('noToken')
  return given
}

/** Answers new tokens: the refresh token in the cookie that the former one came in, else in the body. */
export function answerTokens(context: Context, { cookie }: GivenToken, tokens: JwtResponse): Response {
  if (cookie === null) return context.json(tokens)
  const { refreshJwt, ...rest } = tokens
  setCookie(context, cookie, refreshJwt, { ...cookieOptions(tokens.cookieDomain), maxAge: tokens.cookieMaxAge })
  return context.json(rest)
}

/** Takes the cookie away that a session came in, when it came in one. */
export async function dropCookie(context: Context, { projectId, cookie }: GivenToken): Promise<void> {
  if (cookie === null) return
  deleteCookie(context, cookie, cookieOptions((await getProjectSettings(projectId)).cookieDomain))
}

function cookieOptions(domain: string) {
  return {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure: env().PUBLIC_URL?.startsWith('https:') ?? false,
    ...(domain === '' ? {} : { domain }),
  } as const
}

function cookieName(context: Context): string {
  // SDKs let an application rename it. RFC 6265 section 4.1.1: a token.
  const given = context.req.header('x-descope-refresh-cookie-name') ?? ''
  return /^[\w!#$%&'*+.^`|~-]{1,100}$/.test(given) ? given : COOKIE
}

async function mayUseCookie(context: Context, projectId: string): Promise<boolean> {
  const origin = context.req.header('origin')
  // A browser leaves Origin out only where it reads from the page's own origin, and then says so.
  if (origin === undefined) return context.req.header('sec-fetch-site') === 'same-origin'
  if (ownOrigins().includes(origin)) return true
  return (await getAllowedOrigins(projectId)).includes(origin)
}

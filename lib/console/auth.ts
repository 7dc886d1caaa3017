import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { log } from '@/lib/log'
import { openDeploymentSecret } from '@/lib/vault/deployment-secret'
import { exposeSecret } from '@/lib/vault/secret'
import type { PrismaClient } from '@/prisma/generated/client'
import { countAttempt, forgetAttempts } from './attempts'
import type { Operator } from './operator'
import { consoleOrigins, consoleUrl } from './origins'
import { PASSWORD_MAX, PASSWORD_MIN } from './schema'

/** Set by the server on every request it passes on, over whatever the client sent. */
export const CLIENT_ADDRESS_HEADER = 'x-patchbay-client-address'

const DAY_SECONDS = 86_400

// What is mounted. better-auth brings some thirty endpoints, sign-up by anyone among them; the rest do not exist.
const MOUNTED: Record<string, 'GET' | 'POST'> = {
  '/api/auth/sign-in/email': 'POST',
  '/api/auth/sign-out': 'POST',
  '/api/auth/get-session': 'GET',
  '/api/auth/change-password': 'POST',
}

/** Answers `/api/auth/*`. Sign-in goes through here and nowhere else, because only here it is rate-limited. */
export async function handleAuthRequest(request: Request): Promise<Response> {
  const method = MOUNTED[new URL(request.url).pathname]
  if (method !== request.method) return Response.json({ message: 'There is nothing here.' }, { status: 404 })
  if (method === 'POST' && !consoleOrigins().includes(request.headers.get('origin') ?? '')) {
    return Response.json(
      { code: 'INVALID_ORIGIN', message: `Open the console at ${consoleUrl()}, or set PUBLIC_URL to this address.` },
      { status: 403 },
    )
  }
  return (await auth()).handler(request)
}

/** The operator whose session cookie these headers carry, for both planes; null when there is none or it has ended. */
export async function operatorFromHeaders(headers: Headers): Promise<Operator | null> {
  // Most requests without the cookie (health checks, first visits) need neither the vault nor the database.
  if (!headers.get('cookie')?.includes(SESSION_COOKIE)) return null
  const instance = await auth()
  // A page cannot set cookies: the session's end is moved by the browser's own call of get-session.
  const session = await instance.api.getSession({ headers, query: { disableRefresh: true } })
  if (!session) return null
  const { id, name, email, isOwner } = session.user
  return { id, name, email, isOwner: isOwner === true }
}

/**
 * Whether a password is that of the operator whose session these headers carry: asked again before what a session left
 * open must not do. Attempts are counted by account, because calls within the server pass better-auth's limiter by.
 */
export async function confirmPassword(
  headers: Headers,
  { email }: Operator,
  password: string,
): Promise<'right' | 'wrong' | 'tooMany'> {
  if (!(await countAttempt('confirm', email))) return 'tooMany'
  try {
    const instance = await auth()
    await instance.api.verifyPassword({ headers, body: { password } })
  } catch (error) {
    if (error instanceof APIError && error.body?.code === 'INVALID_PASSWORD') return 'wrong'
    throw error
  }
  await forgetAttempts('confirm', email)
  return 'right'
}

const COOKIE_PREFIX = 'patchbay'
const SESSION_COOKIE = `${COOKIE_PREFIX}.session_token`

type Auth = ReturnType<typeof createAuth>
let current: { prisma: PrismaClient; auth: Promise<Auth> } | undefined

function auth(): Promise<Auth> {
  const prisma = db()
  if (current?.prisma !== prisma) {
    const made = openDeploymentSecret('console-session').then((secret) => createAuth(prisma, exposeSecret(secret)))
    const entry = { prisma, auth: made }
    current = entry
    // A database that was away at the first request must not be remembered as broken.
    made.catch(() => {
      if (current === entry) current = undefined
    })
  }
  return current.auth
}

function createAuth(prisma: PrismaClient, secret: string) {
  return betterAuth({
    appName: 'Patchbay',
    baseURL: consoleUrl(),
    basePath: '/api/auth',
    trustedOrigins: consoleOrigins(),
    secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    onAPIError: {
      onError: (error) => {
        if (!(error instanceof APIError))
          log.error({ name: error instanceof Error ? error.name : 'unknown' }, 'sign-in failed')
      },
    },
    database: prismaAdapter(prisma, { provider: 'postgresql' }),
    user: {
      modelName: 'operator',
      additionalFields: { isOwner: { type: 'boolean', required: false, input: false, defaultValue: false } },
    },
    session: { modelName: 'operatorSession', expiresIn: 14 * DAY_SECONDS, updateAge: DAY_SECONDS },
    account: { modelName: 'operatorAccount' },
    verification: { modelName: 'operatorVerification' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'rateLimit',
      window: 60,
      max: 120,
      customRules: {
        '/sign-in/email': { window: 30, max: 6 },
        // The longest window also says how long rows are kept, those of `attempts.ts` too.
        '/change-password': { window: 900, max: 10 },
      },
    },
    hooks: {
      before: createAuthMiddleware(async (context) => {
        if (context.path !== '/sign-in/email') return
        if (!(await countAttempt('sign-in', emailOf(context.body)))) {
          throw new APIError('TOO_MANY_REQUESTS', { message: 'Too many attempts for this account. Wait 15 minutes.' })
        }
      }),
      after: createAuthMiddleware(async (context) => {
        if (context.path === '/sign-in/email' && context.context.newSession)
          await forgetAttempts('sign-in', emailOf(context.body))
      }),
    },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
  })
}

function emailOf(body: unknown): string {
  const email = typeof body === 'object' && body !== null && 'email' in body ? body.email : ''
  return typeof email === 'string' ? email : ''
}

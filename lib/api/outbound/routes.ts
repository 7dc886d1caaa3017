import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { SessionError } from '@/lib/identity/sessions/errors'
import { proveBearer } from '@/lib/identity/sessions/service/bearer'
import { finishConnect, type ProviderAnswer } from '@/lib/outbound/connect/finish-connect'
import type { Finished } from '@/lib/outbound/connect/finished'
import { type Opening, openTicket, type Visit } from '@/lib/outbound/connect/open-ticket'
import { BROWSER_SECONDS, CONNECT_PATH } from '@/lib/outbound/connect/service'
import { OutboundError, type OutboundErrorReason } from '@/lib/outbound/errors'
import { ProviderError } from '@/lib/outbound/oauth/provider-error'
import { findReturnUrl, wakeExecution } from '@/lib/runner/connects'
import { requireRefreshToken } from '../auth/refresh-token'
import { ApiError } from '../errors'
import { readBody } from '../request'
import { idSchema } from '../schemas'
import { beginForUser, connectSchema } from './begin'
import { callbackPost, connectPost } from './documents'
import { showConfirm, showEnd, showNotice } from './pages'

const LONGEST = 8_192

const callbackSchema = z.object({
  code: idSchema('code: give what the provider sent back.', LONGEST),
  state: idSchema('state: give what the provider sent back.', LONGEST),
  iss: z.string().max(2_000).nullish(),
})

/** How users connect their accounts: below /v1/outbound/oauth. Providers redirect to its callback. */
export function createOutboundRoutes(): OpenAPIHono {
  const app = new OpenAPIHono()
  app.openAPIRegistry.registerPath(connectPost)
  app.openAPIRegistry.registerPath(callbackPost)

  app.post('/oauth/connect', async (context) => {
    const { projectId, token } = await requireRefreshToken(context)
    return context.json(await beginForUser(projectId, token, readBody(context, connectSchema)))
  })
  app.get('/oauth/connect', async (context) => {
    // Who only looks whether a link is alive must not spend it.
    if (context.req.method === 'HEAD') return context.body(null, 200)
    try {
      return await answerOpening(context, await openTicket(toVisit(context)))
    } catch (error) {
      return answerProblem(context, error)
    }
  })
  app.get('/oauth/callback', async (context) => {
    if (context.req.method === 'HEAD') return context.body(null, 200)
    const cookieOf = (name: string) => getCookie(context, name)
    try {
      const finished = await finishConnect(readAnswer(context), { type: 'browser', cookieOf }, context.req.raw.signal)
      const { name, secure } = finished.cookie
      deleteCookie(context, name, { path: '/', secure })
      return await answerFinished(context, finished)
    } catch (error) {
      return answerProblem(context, error)
    }
  })
  app.post('/oauth/callback', async (context) => {
    const { projectId, token } = await requireRefreshToken(context)
    const { userId } = await proveBearer(projectId, token)
    if (userId === null) throw new SessionError('noToken')
    const { code, state, iss } = readBody(context, callbackSchema)
    const answer = { code, state, iss: iss ?? '', error: '', errorDescription: '' }
    const finished = await finishConnect(answer, { type: 'session', projectId, userId }, context.req.raw.signal)
    await goOn(finished.connect)
    if (finished.error) throw finished.error
    const { connect, redirectUrl } = finished
    return context.json({ appId: connect.appId, ...(redirectUrl === null ? {} : { redirectUrl }) })
  })
  for (const path of ['/oauth/connect', '/oauth/callback']) {
    app.all(path, () => {
      throw new ApiError('methodNotAllowed', 'Call this path with GET or POST.')
    })
  }
  return app
}

function toVisit(context: Context): Visit {
  const query = (name: string) => (context.req.query(name) ?? '').slice(0, LONGEST)
  const proof = query('continue') || query('cancel')
  return {
    ticket: query('ticket'),
    cookieOf: (name) => getCookie(context, name),
    fromElsewhere: (context.req.header('sec-fetch-site') ?? 'same-origin') !== 'same-origin',
    answer: proof === '' ? { type: 'none' } : { type: query('continue') === '' ? 'cancel' : 'continue', proof },
  }
}

async function answerOpening(context: Context, opening: Opening): Promise<Response> {
  if (opening.type === 'cancelled') return await answerFinished(context, opening.finished)
  const { cookie, browser } = opening
  const { name, secure } = cookie
  setCookie(context, name, browser, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge: BROWSER_SECONDS })
  if (opening.type === 'go') return redirect(context, opening.url)
  const ticket = (context.req.query('ticket') ?? '').slice(0, LONGEST)
  const link = (answer: string) => `${CONNECT_PATH}?${new URLSearchParams({ ticket, [answer]: opening.proof })}`
  return showConfirm(context, { ...opening, go: link('continue'), cancel: link('cancel') })
}

async function answerFinished(context: Context, { connect, app, error, redirectUrl }: Finished): Promise<Response> {
  const back = await goOn(connect)
  if (redirectUrl !== null) return redirect(context, redirectUrl)
  const told = error ? { code: error.reason, message: error.message } : null
  return showEnd(context, { connectId: connect.id, app, error: told, back })
}

/** Wakes the execution that waits for it. @returns where its page is */
async function goOn({ projectId, id, executionId }: Finished['connect']): Promise<string | null> {
  if (executionId === null) return null
  const back = await findReturnUrl(projectId, executionId, id)
  // Nobody waits here for what the flow does next.
  void wakeExecution(projectId, executionId)
  return back
}

const TITLES: Partial<Record<OutboundErrorReason, string>> = {
  underWay: 'This is being connected',
  connectEnded: 'This has ended already',
}

/** A person sees this, not a program: what went wrong is told on a page. */
function answerProblem(context: Context, error: unknown): Response {
  if (error instanceof OutboundError) {
    const status = error.code === 'notFound' ? 404 : error.code === 'conflict' ? 409 : 400
    const title = TITLES[error.reason] ?? 'This cannot be connected'
    return showNotice(context, status, title, error.message)
  }
  if (error instanceof ProviderError) return showNotice(context, 502, 'The provider cannot be used now', error.message)
  throw error
}

function redirect(context: Context, url: string): Response {
  // The address that is left behind holds a ticket or a code.
  context.header('referrer-policy', 'no-referrer')
  context.header('cache-control', 'no-store')
  return context.redirect(url, 302)
}

/** RFC 6749 section 3.1: a parameter that is given twice is not to be trusted. */
function readAnswer(context: Context): ProviderAnswer {
  const given = context.req.queries()
  const one = (name: string) => {
    const [value = '', ...more] = given[name] ?? []
    if (more.length > 0 || value.length > LONGEST) throw new OutboundError('stateInvalid')
    return value
  }
  return {
    state: one('state'),
    code: one('code'),
    iss: one('iss'),
    error: one('error'),
    errorDescription: one('error_description'),
  }
}

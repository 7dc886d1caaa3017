import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { isAllowedRedirect } from '@/lib/allowed-addresses'
import { ownOrigins } from '@/lib/console/origins'
import { getProjectSettings } from '@/lib/console/projects'
import type { OutboundChoice } from '@/lib/engine/state'
import { newToken } from '@/lib/id'
import { createFlowCode, exchangeFlowCode } from '@/lib/identity/flow-codes/service'
import { SessionError } from '@/lib/identity/sessions/errors'
import { isMember } from '@/lib/identity/sessions/service/issue'
import { requireSession } from '@/lib/identity/sessions/service/refresh'
import { findTenant } from '@/lib/identity/tenants/queries'
import { toTenantContext } from '@/lib/identity/tenants/response'
import { toUserContext } from '@/lib/identity/users/response'
import type { JsonObject } from '@/lib/language/json'
import { currentReply, endedReply, submitStep } from '@/lib/runner/next'
import { startExecution } from '@/lib/runner/start'
import type { Caller } from '@/lib/runner/stored-state'
import { type FlowReply, isLive } from '@/lib/runner/types'
import { findRefreshToken } from './auth/refresh-token'
import { readBearer } from './authenticate'
import { projectCors } from './cors'
import { ApiError } from './errors'
import { toOutboundChoice } from './outbound-choice'
import { clientAddress, clientUserAgent, readBody, usePost } from './request'
import {
  answers,
  body,
  flowCodeSchema,
  flowExchangeSchema,
  flowNextSchema,
  flowReplySchema,
  flowResumeSchema,
  flowStartSchema,
} from './schemas'

const start = createRoute({
  method: 'post',
  path: '/start',
  summary: 'Start an interactive flow',
  description:
    'Runs the live version until it waits for a person or has ended. A first screen that was already filled in is submitted with interactionId and input.',
  security: [{ project: [] }],
  request: body(flowStartSchema),
  responses: answers(flowReplySchema, 'Where the execution stands.'),
})

const next = createRoute({
  method: 'post',
  path: '/next',
  summary: 'Submit the current screen',
  description:
    'Safe to repeat: the same submission again answers the current state; another one for a past step is a conflict.',
  security: [{ project: [] }],
  request: body(flowNextSchema),
  responses: answers(flowReplySchema, 'Where the execution stands.'),
})

const resume = createRoute({
  method: 'post',
  path: '/resume',
  summary: 'Show where an execution stands',
  description: 'For a page that was loaded again: the current screen, or how it ended.',
  security: [{ project: [] }],
  request: body(flowResumeSchema),
  responses: answers(flowReplySchema, 'Where the execution stands.'),
})

const code = createRoute({
  method: 'post',
  path: '/code',
  summary: 'Leave a finished flow for the application',
  description:
    'Answers the allowed redirectUrl with a one-time code (60 seconds), or with err when the flow has failed. A JWT is never in it.',
  security: [{ project: [] }],
  request: body(flowCodeSchema),
  responses: answers(z.object({ url: z.string() }), 'Where to send the person.'),
})

const exchange = createRoute({
  method: 'post',
  path: '/exchange',
  summary: 'Exchange a code for the result of the flow',
  description:
    'Once, within 60 seconds, with the same redirectUrl, and with codeVerifier when it began with a challenge.',
  security: [{ project: [] }],
  request: body(flowExchangeSchema),
  responses: answers(flowReplySchema, 'The outputs and, when a user has signed in, the session.'),
})

/** Interactive flows for end users: who knows the project's id may start its published flows. */
export function createFlowRoutes(): OpenAPIHono {
  const app = new OpenAPIHono()
  app.openAPIRegistry.registerPath(start)
  app.openAPIRegistry.registerPath(next)
  app.openAPIRegistry.registerPath(resume)
  app.openAPIRegistry.registerPath(code)
  app.openAPIRegistry.registerPath(exchange)
  app.use(projectCors((context) => readBearer(context).projectId))
  app.post('/start', async (context) => {
    const { projectId } = readBearer(context)
    const given = readBody(context, flowStartSchema)
    // A browser window keeps the nonce to itself. SDKs for servers send no Origin and know no nonce.
    const nonce = context.req.header('origin') === undefined ? undefined : newToken()
    if (nonce) context.header(NONCE_HEADER, nonce)
    const caller = callerOf(context)
    const reply = await startExecution({
      projectId,
      flowId: given.flowId,
      version: 'live',
      trigger: isHosted(context) ? 'hosted' : 'api',
      startedById: null,
      client: given.options?.client ?? {},
      ...caller,
      requireKind: 'interactive',
      watched: false,
      loaded: await loadSignedIn(context),
      outbound: await readOutbound(context, projectId, given),
      nonce,
    })
    const submits = given.interactionId && reply.action === 'screen'
    const shown = submits
      ? await submitStep({
          projectId,
          executionId: reply.executionId,
          stepId: reply.stepId,
          interactionId: given.interactionId ?? '',
          input: given.input ?? {},
          watched: false,
          caller,
        })
      : reply
    return context.json(toWire(given.flowId, shown))
  })
  app.post('/next', async (context) => {
    const { projectId } = readBearer(context)
    const given = readBody(context, flowNextSchema)
    const { flowId, id } = fromWireId(given.executionId)
    const reply = await submitStep({
      projectId,
      executionId: id,
      flowId,
      stepId: given.stepId,
      interactionId: given.interactionId,
      input: given.input ?? {},
      watched: false,
      nonce: readNonce(context),
      caller: callerOf(context),
    })
    return context.json(toWire(flowId, reply))
  })
  app.post('/resume', async (context) => {
    const { projectId } = readBearer(context)
    const { flowId, id } = fromWireId(readBody(context, flowResumeSchema).executionId)
    return context.json(toWire(flowId, await currentReply(projectId, id, readNonce(context))))
  })
  app.post('/code', async (context) => {
    const { projectId } = readBearer(context)
    const { executionId, redirectUrl, state, codeChallenge } = readBody(context, flowCodeSchema)
    const { id } = fromWireId(executionId)
    const { redirectUrls } = await getProjectSettings(projectId)
    if (!isAllowedRedirect(redirectUrl, redirectUrls)) throw redirectRefused()
    const reply = await currentReply(projectId, id, readNonce(context))
    if (isLive(reply.status)) throw new ApiError('conflict', 'The flow has not ended yet: show its current screen.')
    const url = new URL(redirectUrl)
    if (state) url.searchParams.set('state', state)
    if (reply.status === 'completed') {
      // Nobody is sent on with a code that cannot be exchanged.
      await endedReply(projectId, id)
      const challenge = codeChallenge ?? null
      url.searchParams.set('code', await createFlowCode({ projectId, executionId: id, redirectUrl, challenge }))
    } else url.searchParams.set('err', reply.error?.code ?? reply.status)
    return context.json({ url: url.href })
  })
  app.post('/exchange', async (context) => {
    const { projectId } = readBearer(context)
    const { code, redirectUrl, codeVerifier } = readBody(context, flowExchangeSchema)
    const id = await exchangeFlowCode({ projectId, code, redirectUrl, verifier: codeVerifier ?? null })
    return context.json(await endedReply(projectId, id))
  })
  for (const path of ['/start', '/next', '/resume', '/code', '/exchange']) app.all(path, usePost)
  return app
}

/** What the connect actions of the flow are about, and where a browser comes back to that has connected in the same tab. */
async function readOutbound(
  context: Context,
  projectId: string,
  { flowId, options }: z.infer<typeof flowStartSchema>,
): Promise<OutboundChoice> {
  const { redirectUrl, location } = options ?? {}
  const returnUrl = await allowedReturn(context, projectId, flowId, redirectUrl || location || '')
  return {
    ...toOutboundChoice(options ?? {}),
    ...(returnUrl === null ? {} : { returnUrl }),
  }
}

/** Null: the page is no place that people may be sent to. Nothing fails by that: they are told to go back themselves. */
async function allowedReturn(
  context: Context,
  projectId: string,
  flowId: string,
  address: string,
): Promise<string | null> {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (isHosted(context)) {
    const isOwn = ownOrigins().includes(url.origin) && url.pathname === `/f/${projectId}/${flowId}`
    return isOwn ? url.href : null
  }
  const { redirectUrls, allowedOrigins } = await getProjectSettings(projectId)
  return isAllowedRedirect(address, [...redirectUrls, ...allowedOrigins]) ? url.href : null
}

/** `user.*` and `tenant.*` of whoever starts a flow with a refresh token; one that is not good any more counts as none. */
async function loadSignedIn(context: Context): Promise<JsonObject> {
  const given = await findRefreshToken(context)
  if (!given) return {}
  try {
    const { session, user } = await requireSession(given)
    const tenant = isMember(user, session.tenantId) ? await findTenant(given.projectId, session.tenantId) : null
    return { user: toUserContext(user), ...(tenant ? { tenant: toTenantContext(tenant) } : {}) }
  } catch (error) {
    if (error instanceof SessionError) return {}
    throw error
  }
}

function callerOf(context: Context): Caller {
  return { ipAddress: clientAddress(context), userAgent: clientUserAgent(context) }
}

const NONCE_HEADER = 'x-descope-flow-nonce'
/** How the hosted page names itself. */
const HOSTED_SDK = 'patchbay-hosted'

function isHosted(context: Context): boolean {
  return context.req.header('x-descope-sdk-name') === HOSTED_SDK
}

/** Null: none was sent. SDKs may put a sequence number before it. */
function readNonce(context: Context): string | null {
  return context.req.header(NONCE_HEADER)?.split('.').at(-1) ?? null
}

function redirectRefused(): ApiError {
  return new ApiError(
    'invalidArguments',
    'redirectUrl: this address is not allowed. Add it in the console: Settings, Redirect addresses.',
  )
}

const SEPARATOR = '|#|'

/** Execution ids carry the flow's id on the wire: `<flowId>|#|<id>`. */
function toWire(flowId: string, reply: FlowReply): FlowReply {
  return { ...reply, executionId: `${flowId}${SEPARATOR}${reply.executionId}` }
}

function fromWireId(text: string): { flowId: string; id: string } {
  const at = text.indexOf(SEPARATOR)
  if (at < 0)
    throw new ApiError('invalidArguments', 'executionId: give the execution\u2019s id as the last reply gave it.')
  return { flowId: text.slice(0, at), id: text.slice(at + SEPARATOR.length) }
}

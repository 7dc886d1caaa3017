import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { type Owner, toOwnerKey } from '@/lib/outbound/owner'
import { deleteTokens, type TokenFilter } from '@/lib/outbound/tokens/delete'
import { fetchToken } from '@/lib/outbound/tokens/fetch'
import { listConnectedApps } from '@/lib/outbound/tokens/queries/connected-apps'
import { toTokenResponse } from '@/lib/outbound/tokens/response'
import { ApiError } from '../errors'
import { absent, idSchema } from '../schemas'
import { requireFetch, requireOwn, toAskedUserId, toTokenActor, toUserId } from './outbound-token-caller'
import { tenantFetch, userFetch, wireTokenSchema } from './outbound-token-wire'
import { addOpenRoute, addRoute, type ManagementCall, type OpenCall } from './route'

const tokenReply = z.object({ token: wireTokenSchema })
const nothing = z.object({})
const FETCH = 'It is refreshed before when its end is near. 404: there is none, or it has to be connected anew.'
const SCOPES =
  'By the exact set of scopes, requested or granted, in any order. Without `scopes`, the latest; an empty list is the set without scopes.'

type FetchInput = z.output<typeof userFetch> | z.output<typeof tenantFetch>

/** The tokens of outbound applications, as SDKs fetch and delete them. */
export function addOutboundTokenRoutes(app: OpenAPIHono): void {
  for (const latest of [false, true]) {
    const suffix = latest ? '/latest' : ''
    const which = latest ? 'the latest token' : 'a token by its scopes'
    addOpenRoute(app, {
      method: 'post',
      path: `/outbound/app/user/token${suffix}`,
      summary: `Fetch ${which} of a user`,
      description: `${latest ? '' : `${SCOPES} `}With a tenant, the user’s token in it. ${FETCH}`,
      request: userFetch,
      reply: tokenReply,
      answer: 'The token.',
      run: async (call) => {
        const userId = await toAskedUserId(call.caller, call.projectId, call.given.userId)
        const { tenantId } = call.given
        const owner: Owner = tenantId ? { level: 'userTenant', userId, tenantId } : { level: 'user', userId }
        return await answer(call, owner, latest)
      },
    })
    addOpenRoute(app, {
      method: 'post',
      path: `/outbound/app/tenant/token${suffix}`,
      summary: `Fetch ${which} of a tenant`,
      description: `${latest ? '' : `${SCOPES} `}${FETCH}`,
      request: tenantFetch,
      reply: tokenReply,
      answer: 'The token.',
      run: (call) => answer(call, { level: 'tenant', tenantId: call.given.tenantId }, latest),
    })
  }
  addOpenRoute(app, {
    method: 'get',
    path: '/outbound/apps-with-user-token',
    summary: 'List the applications that a user has connected',
    description: 'With a tenant, those that the user has connected in it.',
    request: z.looseObject({
      userId: idSchema('Give the user’s id or login id as userId.', 300),
      tenantId: absent(z.string()),
    }),
    reply: z.object({ appIds: z.array(z.string()) }),
    answer: 'The ids of the applications.',
    run: async ({ projectId, given, caller }) => {
      const userId = await toAskedUserId(caller, projectId, given.userId)
      requireOwn(caller, userId)
      const { tenantId } = given
      const owner: Owner = tenantId ? { level: 'userTenant', userId, tenantId } : { level: 'user', userId }
      return { appIds: await listConnectedApps(projectId, toOwnerKey(owner)) }
    },
  })
  addRoute(app, {
    method: 'delete',
    path: '/outbound/user/tokens',
    summary: 'Delete tokens of users',
    description:
      'By application, by user or by both; also those of users in tenants. Tokens of tenants stay. Providers are told.',
    request: z.looseObject({ appId: absent(z.string()), userId: absent(z.string()) }),
    reply: nothing,
    answer: 'Nothing.',
    run: async (call) => {
      const { appId, userId: given } = call.given
      if (!appId && !given) throw new ApiError('missingArguments', 'Give appId, userId or both.')
      const userId = given ? await toUserId(call.projectId, given) : undefined
      await remove(call, { appId: appId || undefined, ...(userId ? { userId } : { ofUsers: true }) }, userId)
      return {}
    },
  })
  addRoute(app, {
    method: 'delete',
    path: '/outbound/token',
    summary: 'Delete a token',
    description: 'The provider is told. One that is gone already is no error.',
    request: z.looseObject({ id: idSchema('Give the token’s id as id.') }),
    reply: nothing,
    answer: 'Nothing.',
    run: async (call) => {
      await remove(call, { tokenId: call.given.id }, undefined)
      return {}
    },
  })
}

async function answer(call: OpenCall<FetchInput>, owner: Owner, latest: boolean) {
  const { projectId, given, caller, signal } = call
  const { withRefreshToken, forceRefresh } = given.options ?? {}
  requireFetch(caller, owner, withRefreshToken ?? false)
  const token = await fetchToken(projectId, {
    appId: given.appId,
    owner,
    scopes: latest || !given.scopes ? 'latest' : given.scopes,
    externalIdentifier: given.externalIdentifier || undefined,
    withRefreshToken: withRefreshToken ?? false,
    forceRefresh: forceRefresh ?? false,
    actor: toTokenActor(caller),
    signal,
  })
  return { token: toTokenResponse(token) }
}

async function remove(call: ManagementCall<unknown>, filter: TokenFilter, userId: string | undefined): Promise<void> {
  const { projectId, keyId, keyName, audit } = call
  const tokens = await deleteTokens(projectId, filter, { type: 'key', id: keyId, name: keyName })
  if (tokens === 0) return
  await audit({
    action: 'token.delete',
    targetId: filter.tokenId ?? filter.appId ?? userId ?? '',
    ...(userId ? { userId } : {}),
    data: { tokens, ...(filter.appId ? { appId: filter.appId } : {}) },
  })
}

import { type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Owner } from '@/lib/outbound/owner'
import { storeApiKey } from '@/lib/outbound/tokens/store'
import { checkUploads, storeUploads, type Upload, verifyUpload } from '@/lib/outbound/tokens/upload'
import { DomainError } from '@/lib/result'
import { Secret } from '@/lib/vault/secret'
import { UPLOAD_CODE } from '../errors'
import { toUserId } from './outbound-token-caller'
import { failuresReply, tenantKey, tenantUpload, toUpload, userKey, userUpload } from './outbound-token-wire'
import { addRoute, type ManagementCall } from './route'

const nothing = z.object({})
const MOST_AT_ONCE = 1_000
const REPLACES = 'A token of the same owner, account and set of scopes is replaced.'

/** Tokens and API keys that somebody else obtained, as SDKs upload them. */
export function addOutboundUploadRoutes(app: OpenAPIHono): void {
  addRoute(app, {
    method: 'post',
    path: '/outbound/app/user/apikey/upload',
    summary: 'Upload an API key of a user',
    description: 'With a tenant, the user’s key in it. A key that is there is replaced.',
    request: userKey,
    reply: nothing,
    answer: 'Nothing.',
    run: async (call) => {
      const { tenantId } = call.given
      const userId = await toUserId(call.projectId, call.given.userId)
      return await uploadKey(call, tenantId ? { level: 'userTenant', userId, tenantId } : { level: 'user', userId })
    },
  })
  addRoute(app, {
    method: 'post',
    path: '/outbound/app/tenant/apikey/upload',
    summary: 'Upload an API key of a tenant',
    description: 'A key that is there is replaced.',
    request: tenantKey,
    reply: nothing,
    answer: 'Nothing.',
    run: (call) => uploadKey(call, { level: 'tenant', tenantId: call.given.tenantId }),
  })
  addUploads(app, 'user', userUpload)
  addUploads(app, 'tenant', tenantUpload)
}

function addUploads(
  app: OpenAPIHono,
  level: 'user' | 'tenant',
  request: typeof userUpload | typeof tenantUpload,
): void {
  addRoute(app, {
    method: 'post',
    path: `/outbound/app/${level}/oauthtoken/upload`,
    summary: `Upload an OAuth token of a ${level}`,
    description: `${REPLACES} With verifyRefresh it is refreshed first, and stored only if that works.`,
    request,
    reply: nothing,
    answer: 'Nothing.',
    run: async (call) => {
      const { projectId, keyName, given } = call
      const [token] = await checkUploads(projectId, [toUpload(given, keyName)])
      if (!token || token instanceof DomainError) throw token ?? new Error('An upload was not checked.')
      const tokens = [given.verifyRefresh ? await verifyUpload(projectId, token) : token]
      await storeUploads(projectId, tokens, actorOf(call))
      await auditUpload(call, token.appId, 1)
      return {}
    },
  })
  addRoute(app, {
    method: 'post',
    path: `/outbound/app/${level}/oauthtoken/batch/upload`,
    summary: `Upload OAuth tokens of ${level}s`,
    description: `All of them or none: with a failure nothing is stored. ${REPLACES}`,
    request: z.looseObject({
      tokens: z.array(request, 'Give the tokens as a list.').max(MOST_AT_ONCE, `Give at most ${MOST_AT_ONCE} at once.`),
    }),
    reply: failuresReply,
    answer: 'What could not be stored; empty: everything was.',
    run: async (call) => {
      const { projectId, keyName, given } = call
      const uploads = given.tokens.map((token) => toUpload(token, keyName))
      const checked = await checkUploads(projectId, uploads)
      const failures = checked.flatMap((outcome, at) => toFailure(uploads[at], outcome))
      if (failures.length > 0) return { failures }
      const tokens = checked.flatMap((outcome) => (outcome instanceof DomainError ? [] : [outcome]))
      await storeUploads(projectId, tokens, actorOf(call))
      if (tokens.length > 0)
        await auditUpload(call, [...new Set(tokens.map(({ appId }) => appId))].join(', '), tokens.length)
      return { failures: [] }
    },
  })
}

function toFailure(upload: Upload | undefined, outcome: unknown) {
  if (!upload || !(outcome instanceof DomainError)) return []
  const { appId, userId, tenantId } = upload
  const whose = { ...(userId === null ? {} : { userId }), ...(tenantId === null ? {} : { tenantId }) }
  return [{ appId, ...whose, errorCode: UPLOAD_CODE, reason: outcome.message }]
}

async function uploadKey(call: ManagementCall<{ appId: string; apiKey: string }>, owner: Owner) {
  const { projectId, keyName, given } = call
  const key = { appId: given.appId, owner, apiKey: new Secret(given.apiKey), grantedBy: keyName, actor: actorOf(call) }
  await storeApiKey(projectId, key, 'uploaded')
  await auditUpload(call, given.appId, 1)
  return {}
}

async function auditUpload({ audit }: ManagementCall<unknown>, appId: string, tokens: number): Promise<void> {
  await audit({ action: 'token.upload', targetId: appId, data: { tokens } })
}

function actorOf({ keyId, keyName }: ManagementCall<unknown>) {
  return { type: 'key' as const, id: keyId, name: keyName }
}

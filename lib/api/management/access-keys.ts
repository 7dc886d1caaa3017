import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { AccessKeyError } from '@/lib/identity/access-keys/errors'
import { getAccessKey, readAccessKeys, toView } from '@/lib/identity/access-keys/queries'
import type { AccessKeyPatch } from '@/lib/identity/access-keys/schema'
import {
  createAccessKey,
  deleteAccessKey,
  rotateAccessKey,
  setAccessKeyActive,
  toKeyAudit,
  updateAccessKey,
} from '@/lib/identity/access-keys/service'
import { defined } from '@/lib/identity/parse'
import { toJsonObject } from '@/lib/identity/stored-json'
import type { AccessKey } from '@/prisma/generated/client'
import { absent, idSchema, inputSchema } from '../schemas'
import { bodyOfPages } from '../stream'
import { addRoute, type ManagementCall } from './route'

const texts = absent(z.array(z.string()))
const keyId = idSchema('Give the access key\u2019s id.')
const byId = z.looseObject({ id: keyId })
const byIds = z.looseObject({ ids: z.array(keyId, 'Give the ids of the access keys.').max(1_000) })

const fields = {
  name: absent(z.string()),
  description: absent(z.string()),
  roleNames: texts,
  keyTenants: absent(z.array(z.looseObject({ tenantId: z.string(), roleNames: texts }))),
  customClaims: absent(inputSchema),
  customAttributes: absent(inputSchema),
  permittedIps: texts,
}

const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    status: z.enum(['active', 'inactive']),
    roleNames: z.array(z.string()),
    keyTenants: z.array(z.object({ tenantId: z.string(), roleNames: z.array(z.string()) })),
    createdTime: z.number().int(),
    expireTime: z
      .number()
      .int()
      .openapi({ description: 'Seconds since 1970; 0: never. Also as expiresTime, expiredTime.' }),
    expiresTime: z.number().int(),
    expiredTime: z.number().int(),
    createdBy: z.string(),
    clientId: z.string(),
    boundUserId: z.string(),
    permittedIps: z.array(z.string()),
    customClaims: inputSchema,
    customAttributes: inputSchema,
  })
  .openapi('AccessKey')
const oneKey = z.object({ key: keySchema })
const withCleartext = oneKey.extend({ cleartext: z.string() })
const nothing = z.object({})

/** Access keys as `wire` clients manage them. */
export function addAccessKeyRoutes(app: OpenAPIHono): void {
  addRoute(app, {
    method: 'post',
    path: '/accesskey/create',
    summary: 'Make an access key',
    description: 'The cleartext is answered this once. `expireTime` 0: never.',
    request: z.looseObject({
      ...fields,
      expireTime: absent(z.coerce.number().int().min(0)),
      userId: absent(z.string()),
    }),
    reply: withCleartext,
    answer: 'The key and its cleartext.',
    run: async ({ projectId, given, keyName, audit }) => {
      const { key, secret } = await createAccessKey(
        projectId,
        {
          ...toPatch(given),
          name: given.name ?? '',
          expiresAt: given.expireTime ? new Date(given.expireTime * 1_000) : null,
          boundUserId: given.userId ?? null,
        },
        keyName,
      )
      await audit({ action: 'accessKey.create', targetId: key.id, after: toKeyAudit(key) })
      return { key: toWire(key), cleartext: secret }
    },
  })
  addRoute(app, {
    method: 'get',
    path: '/accesskey',
    summary: 'Load an access key',
    request: byId,
    reply: oneKey,
    answer: 'The key.',
    run: async ({ projectId, given }) => ({ key: toWire(await getAccessKey(projectId, given.id)) }),
  })
  addRoute(app, {
    method: 'post',
    path: '/accesskey/search',
    summary: 'Search access keys',
    description: 'What is left out does not narrow. Newest first.',
    request: z.looseObject({ tenantIds: texts, boundUserId: absent(z.string()), creatingUser: absent(z.string()) }),
    reply: z.object({ keys: z.array(keySchema) }),
    answer: 'The keys.',
    run: async ({ projectId, given }) => {
      const pages = readAccessKeys(projectId, {
        tenantIds: given.tenantIds ?? [],
        boundUserId: given.boundUserId ?? null,
        createdBy: given.creatingUser ?? null,
      })
      return await bodyOfPages('keys', pages, toWire)
    },
  })
  addRoute(app, {
    method: 'post',
    path: '/accesskey/update',
    summary: 'Change an access key',
    description: 'What is not given stays.',
    request: z.looseObject({ ...fields, id: keyId }),
    reply: oneKey,
    answer: 'The key as it became.',
    run: async (call) => ({ key: toWire(await changed(call, 'update', toPatch(call.given))) }),
  })
  addRoute(app, {
    method: 'post',
    path: '/accesskey/rotate',
    summary: 'Give an access key a new secret',
    description: 'The old one is refused from now on.',
    request: byId,
    reply: withCleartext,
    answer: 'The key and its new cleartext.',
    run: async ({ projectId, given, audit }) => {
      const { key, secret } = await rotateAccessKey(projectId, given.id)
      await audit({ action: 'accessKey.rotate', targetId: key.id, data: { name: key.name } })
      return { key: toWire(key), cleartext: secret }
    },
  })
  addEach(app, 'activate', 'Activate', (call, id) => setActive(call, id, true))
  addEach(app, 'deactivate', 'Deactivate', (call, id) => setActive(call, id, false))
  addEach(app, 'delete', 'Delete', async ({ projectId, audit }, id) => {
    const key = await deleteAccessKey(projectId, id)
    await audit({ action: 'accessKey.delete', targetId: id, before: toKeyAudit(key) })
  })
}

type AnyCall = Pick<ManagementCall<unknown>, 'projectId' | 'audit'>

/** A call for one key, and its batch form: there, ids that no key has are passed over, so that it may be repeated. */
function addEach(
  app: OpenAPIHono,
  verb: string,
  label: string,
  work: (call: AnyCall, id: string) => Promise<void>,
): void {
  addRoute(app, {
    method: 'post',
    path: `/accesskey/${verb}`,
    summary: `${label} an access key`,
    request: byId,
    reply: nothing,
    answer: 'Nothing.',
    run: async (call) => {
      await work(call, call.given.id)
      return {}
    },
  })
  addRoute(app, {
    method: 'post',
    path: `/accesskey/${verb}/batch`,
    summary: `${label} several access keys`,
    request: byIds,
    reply: nothing,
    answer: 'Nothing.',
    run: async (call) => {
      for (const id of new Set(call.given.ids)) {
        await work(call, id).catch((error) => {
          if (!(error instanceof AccessKeyError && error.reason === 'keyNotFound')) throw error
        })
      }
      return {}
    },
  })
}

async function setActive({ projectId, audit }: AnyCall, id: string, active: boolean): Promise<void> {
  const { name } = await setAccessKeyActive(projectId, id, active)
  await audit({ action: active ? 'accessKey.activate' : 'accessKey.deactivate', targetId: id, data: { name } })
}

async function changed(
  { projectId, given, audit }: ManagementCall<{ id: string }>,
  verb: string,
  patch: AccessKeyPatch,
): Promise<AccessKey> {
  const before = await getAccessKey(projectId, given.id)
  const after = await updateAccessKey(projectId, given.id, patch)
  await audit({
    action: `accessKey.${verb}`,
    targetId: after.id,
    before: toKeyAudit(before),
    after: toKeyAudit(after),
  })
  return after
}

/** What of a wire's access key is given; null and empty text are not. */
function toPatch(given: z.output<z.ZodObject<typeof fields>>): AccessKeyPatch {
  return defined({
    name: given.name || undefined,
    description: given.description ?? undefined,
    roleNames: given.roleNames ?? undefined,
    tenants: given.keyTenants?.map(({ tenantId, roleNames }) => ({ tenantId, roleNames: roleNames ?? [] })),
    customClaims: given.customClaims ?? undefined,
    customAttributes: given.customAttributes ?? undefined,
    permittedIps: given.permittedIps ?? undefined,
  })
}

function toWire(row: AccessKey): z.input<typeof keySchema> {
  const { id, name, description, roleNames, tenants, permittedIps, customClaims, createdBy, ...key } = toView(row)
  const expireTime = row.expiresAt ? Math.floor(row.expiresAt.getTime() / 1_000) : 0
  return {
    id,
    name,
    description,
    status: key.active ? 'active' : 'inactive',
    roleNames,
    keyTenants: tenants,
    createdTime: Math.floor(row.createdAt.getTime() / 1_000),
    // One time by three names: SDKs of different languages read different ones.
    expireTime,
    expiresTime: expireTime,
    expiredTime: expireTime,
    createdBy,
    clientId: id,
    boundUserId: key.boundUserId ?? '',
    permittedIps,
    customClaims,
    customAttributes: toJsonObject(row.customAttributes),
  }
}

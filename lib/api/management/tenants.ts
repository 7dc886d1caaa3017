import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { defined } from '@/lib/identity/parse'
import { getTenant } from '@/lib/identity/tenants/queries'
import { toTenantAudit, toTenantResponse } from '@/lib/identity/tenants/response'
import { readTenants } from '@/lib/identity/tenants/search/queries'
import { createTenant, deleteTenant, updateTenant } from '@/lib/identity/tenants/service'
import type { TenantFilter } from '@/lib/identity/tenants/types'
import { absent, idSchema } from '../schemas'
import { bodyOfPages } from '../stream'
import { addRoute } from './route'

const tenantSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    selfProvisioningDomains: z.array(z.string()),
    customAttributes: z.record(z.string(), z.json()).openapi({ type: 'object' }),
    createdTime: z.number().openapi({ description: 'Seconds since the epoch' }),
    disabled: z.boolean(),
  })
  .openapi('Tenant')
const tenantList = z.object({ tenants: z.array(tenantSchema) })

const texts = absent(z.array(z.string().max(300)).max(1_000))
const values = absent(z.record(z.string(), z.json()).openapi({ type: 'object', additionalProperties: true }))
const tenantId = idSchema('Give the tenant’s id as id.')
const tenantFields = {
  name: z.string('Give the tenant’s name.'),
  selfProvisioningDomains: texts,
  customAttributes: values,
  disabled: absent(z.boolean()),
}

/** Tenants as SDKs manage them. There is no call to define an attribute of tenants, so the first value defines it. */
export function addTenantRoutes(app: OpenAPIHono): void {
  addRoute(app, {
    method: 'post',
    path: '/tenant/create',
    summary: 'Create a tenant',
    description: 'Without an id it gets a new one.',
    request: z.looseObject({ id: absent(tenantId), ...tenantFields }),
    reply: z.object({ id: z.string() }),
    answer: 'Its id.',
    run: async ({ projectId, given, audit }) => {
      const input = { ...fieldsOf(given), name: given.name, ...(given.id ? { id: given.id } : {}) }
      const tenant = await createTenant(projectId, input, { unknown: 'define' })
      await audit({ action: 'tenant.create', targetId: tenant.id, tenantId: tenant.id, after: toTenantAudit(tenant) })
      return { id: tenant.id }
    },
  })
  addRoute(app, {
    method: 'post',
    path: '/tenant/update',
    summary: 'Replace a tenant',
    description: 'What is not given is emptied.',
    request: z.looseObject({ id: tenantId, ...tenantFields }),
    reply: z.object({}),
    answer: 'Nothing.',
    run: async ({ projectId, given, audit }) => {
      const before = await getTenant(projectId, given.id)
      const empty = { selfProvisioningDomains: [], customAttributes: {}, disabled: false }
      const patch = { ...empty, ...fieldsOf(given), name: given.name }
      const after = await updateTenant(projectId, given.id, patch, { unknown: 'define', replaceAttributes: true })
      await audit({
        action: 'tenant.update',
        targetId: after.id,
        tenantId: after.id,
        before: toTenantAudit(before),
        after: toTenantAudit(after),
      })
      return {}
    },
  })
  addRoute(app, {
    method: 'post',
    path: '/tenant/delete',
    summary: 'Delete a tenant',
    description: 'Memberships end. With `cascade` the users that belong to no other tenant are deleted too.',
    request: z.looseObject({ id: tenantId, cascade: absent(z.boolean()) }),
    reply: z.object({}),
    answer: 'Nothing.',
    run: async ({ projectId, given, audit }) => {
      const { tenant, deletedUsers } = await deleteTenant(projectId, given.id, { cascade: given.cascade ?? false })
      await audit({
        action: 'tenant.delete',
        targetId: tenant.id,
        tenantId: tenant.id,
        data: { deletedUsers },
        before: toTenantAudit(tenant),
      })
      return {}
    },
  })
  addRoute(app, {
    method: 'get',
    path: '/tenant',
    summary: 'Load a tenant',
    request: z.looseObject({ id: tenantId }),
    reply: tenantSchema,
    answer: 'The tenant.',
    run: async ({ projectId, given }) => toTenantResponse(await getTenant(projectId, given.id)),
  })
  addRoute(app, {
    method: 'get',
    path: '/tenant/all',
    summary: 'Load all tenants',
    request: z.looseObject({}),
    reply: tenantList,
    answer: 'The tenants, newest first.',
    run: ({ projectId }) => bodyOfTenants(projectId, {}),
  })
  addRoute(app, {
    method: 'post',
    path: '/tenant/search',
    summary: 'Search tenants',
    description: 'All conditions together; the values of one are alternatives.',
    request: z.looseObject({
      tenantIds: texts,
      tenantNames: texts,
      tenantSelfProvisioningDomains: texts,
      customAttributes: values,
    }),
    reply: tenantList,
    answer: 'The tenants, newest first.',
    run: ({ projectId, given }) =>
      bodyOfTenants(projectId, {
        ids: given.tenantIds ?? [],
        names: given.tenantNames ?? [],
        domains: given.tenantSelfProvisioningDomains ?? [],
        attributes: given.customAttributes ?? {},
      }),
  })
}

/** SDKs ask for all at once and know no pages: however many there are, they are sent as they are read. */
async function bodyOfTenants(projectId: string, filter: TenantFilter): Promise<ReadableStream> {
  return await bodyOfPages('tenants', readTenants(projectId, filter), toTenantResponse)
}

function fieldsOf({
  selfProvisioningDomains,
  customAttributes,
  disabled,
}: {
  selfProvisioningDomains?: string[] | null | undefined
  customAttributes?: Record<string, unknown> | null | undefined
  disabled?: boolean | null | undefined
}) {
  return defined({
    selfProvisioningDomains: selfProvisioningDomains ?? undefined,
    customAttributes: customAttributes ?? undefined,
    disabled: disabled ?? undefined,
  })
}

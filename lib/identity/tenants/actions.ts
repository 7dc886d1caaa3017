'use server'

import { z } from 'zod'
import { defineAction } from '@/lib/console/define-action'
import { findTenant } from './queries'
import { toTenantAudit } from './response'
import type { NewTenant, TenantPatch } from './schema'
import * as service from './service'

const projectId = z.string().min(1).max(40)
const ofTenant = z.object({ projectId, tenantId: z.string().min(1).max(64) })

const subject = async ({ input }: { input: z.output<typeof ofTenant> }) => {
  const tenant = await findTenant(input.projectId, input.tenantId)
  return tenant ? toTenantAudit(tenant) : null
}

export const createTenant = defineAction({
  // Parsed by the service, whose messages carry the form's own field paths.
  input: z.object({ projectId, tenant: z.custom<NewTenant>() }),
  permission: 'tenants.write',
  run: async ({ input }) => {
    const { id, name } = await service.createTenant(input.projectId, input.tenant)
    return { id, name }
  },
  subject: async ({ input, data }) => (data ? subject({ input: { ...input, tenantId: data.id } }) : null),
  audit: ({ data }) => ({ action: 'tenant.create', targetId: data.id, tenantId: data.id, data: { name: data.name } }),
})

/** What is left out stays. */
export const updateTenant = defineAction({
  input: ofTenant.extend({ patch: z.custom<TenantPatch>() }),
  permission: 'tenants.write',
  subject,
  run: async ({ input }) => {
    const { id, name } = await service.updateTenant(input.projectId, input.tenantId, input.patch)
    return { id, name }
  },
  audit: ({ data }) => ({ action: 'tenant.update', targetId: data.id, tenantId: data.id, data: { name: data.name } }),
})

import type { JsonObject } from '@/lib/language/json'
import type { Tenant } from '@/prisma/generated/client'
import { toJsonObject } from '../stored-json'

/** A tenant as the API tells it; the field names are what SDKs read. */
export interface TenantResponse {
  id: string
  name: string
  selfProvisioningDomains: string[]
  customAttributes: JsonObject
  domains: string[]
  authType: 'none'
  /** Seconds since the epoch. */
  createdTime: number
  enforceSSO: boolean
  disabled: boolean
}

export function toTenantResponse(tenant: Tenant): TenantResponse {
  const { id, name, selfProvisioningDomains, customAttributes, disabled, createdAt } = tenant
  return {
    id,
    name,
    selfProvisioningDomains,
    customAttributes: toJsonObject(customAttributes),
    domains: selfProvisioningDomains,
    authType: 'none',
    createdTime: Math.floor(createdAt.getTime() / 1000),
    enforceSSO: false,
    disabled,
  }
}

/** What flows read below `tenant.`. */
export function toTenantContext(tenant: Tenant): JsonObject {
  const { id, name, selfProvisioningDomains, customAttributes, disabled } = toTenantResponse(tenant)
  return { id, tenantId: id, name, selfProvisioningDomains, customAttributes, disabled }
}

/** What the audit log keeps of a tenant before and after a change. */
export function toTenantAudit(tenant: Tenant): JsonObject {
  const { id, tenantId, ...facts } = toTenantContext(tenant)
  return facts
}

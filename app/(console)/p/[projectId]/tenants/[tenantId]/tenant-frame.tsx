import { Users } from 'lucide-react'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { cache, type ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { LinkTabs } from '@/components/ui/link-tabs'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { findTenant } from '@/lib/identity/tenants/queries'
import { type TenantResponse, toTenantResponse } from '@/lib/identity/tenants/response'

/** The tenant of a page, read once per request; shows the not-found page when there is none. */
export const loadTenant = cache(async (projectId: string, tenantId: string): Promise<TenantResponse> => {
  await requireProject(projectId, 'tenants.read')
  const tenant = await findTenant(projectId, tenantId)
  return tenant ? toTenantResponse(tenant) : notFound()
})

export interface TenantFrameProps {
  projectId: string
  tenant: TenantResponse
  current: 'settings' | 'connections'
  /** Whether the operator may see connections. */
  withConnections: boolean
  children: ReactNode
}

/** What stands above every page of a tenant. */
export function TenantFrame({ projectId, tenant, current, withConnections, children }: TenantFrameProps) {
  const base = `/p/${projectId}/tenants/${tenant.id}`
  return (
    <PageBody className={current === 'settings' ? 'max-w-4xl' : undefined}>
      <PageHeader
        title={tenant.name}
        back={{ href: `/p/${projectId}/tenants`, label: 'Tenants' }}
        meta={
          <>
            {tenant.disabled ? (
              <Badge tone="danger" dot>
                Disabled
              </Badge>
            ) : null}
            <span className="flex items-center gap-1 text-subtle text-xs">
              <code className="font-mono">{tenant.id}</code>
              <CopyButton value={tenant.id} label="Copy the tenant’s id" size="icon-xs" />
            </span>
          </>
        }
        actions={
          <Button asChild>
            <Link href={`/p/${projectId}/users?tenant=${tenant.id}`}>
              <Users aria-hidden /> Its users
            </Link>
          </Button>
        }
      />
      {withConnections ? (
        <LinkTabs
          label="Tenant"
          tabs={[
            { href: base, label: 'Settings', current: current === 'settings' },
            { href: `${base}/connections`, label: 'Connections', current: current === 'connections' },
          ]}
        />
      ) : null}
      {children}
    </PageBody>
  )
}

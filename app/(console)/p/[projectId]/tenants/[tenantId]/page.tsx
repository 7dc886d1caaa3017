import { Users } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { DeleteTenantCard } from '@/components/identity/tenants/delete-tenant-card'
import { TenantForm } from '@/components/identity/tenants/tenant-form'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { listAttributes } from '@/lib/identity/attributes/queries'
import { findTenant } from '@/lib/identity/tenants/queries'
import { toTenantResponse } from '@/lib/identity/tenants/response'

interface TenantPageProps {
  params: Promise<{ projectId: string; tenantId: string }>
}

const loadTenant = cache(async (projectId: string, tenantId: string) => {
  await requireProject(projectId, 'tenants.read')
  const tenant = await findTenant(projectId, tenantId)
  return tenant ? toTenantResponse(tenant) : notFound()
})

export async function generateMetadata({ params }: TenantPageProps): Promise<Metadata> {
  const { projectId, tenantId } = await params
  return { title: (await loadTenant(projectId, tenantId)).name }
}

export default async function TenantPage({ params }: TenantPageProps) {
  const { projectId, tenantId } = await params
  const { can } = await requireProject(projectId, 'tenants.read')
  const [tenant, attributes] = await Promise.all([loadTenant(projectId, tenantId), listAttributes(projectId, 'tenant')])
  const canWrite = can('tenants.write')
  return (
    <PageBody className="max-w-4xl">
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
      <div className="grid gap-4">
        <TenantForm key={tenant.id} projectId={projectId} tenant={tenant} attributes={attributes} canWrite={canWrite} />
        {canWrite ? <DeleteTenantCard projectId={projectId} tenant={{ id: tenant.id, name: tenant.name }} /> : null}
      </div>
    </PageBody>
  )
}

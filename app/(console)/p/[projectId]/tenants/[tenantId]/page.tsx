import type { Metadata } from 'next'
import { DeleteTenantCard } from '@/components/identity/tenants/delete-tenant-card'
import { TenantForm } from '@/components/identity/tenants/tenant-form'
import { requireProject } from '@/lib/console/session'
import { listAttributes } from '@/lib/identity/attributes/queries'
import { loadTenant, TenantFrame } from './tenant-frame'

interface TenantPageProps {
  params: Promise<{ projectId: string; tenantId: string }>
}

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
    <TenantFrame projectId={projectId} tenant={tenant} current="settings" withConnections={can('connections.read')}>
      <div className="grid gap-4">
        <TenantForm key={tenant.id} projectId={projectId} tenant={tenant} attributes={attributes} canWrite={canWrite} />
        {canWrite ? <DeleteTenantCard projectId={projectId} tenant={{ id: tenant.id, name: tenant.name }} /> : null}
      </div>
    </TenantFrame>
  )
}

import type { Metadata } from 'next'
import { TenantForm } from '@/components/identity/tenants/tenant-form'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { listAttributes } from '@/lib/identity/attributes/queries'

export const metadata: Metadata = { title: 'New tenant' }

export default async function NewTenantPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params
  await requireProject(projectId, 'tenants.write')
  return (
    <PageBody className="max-w-4xl">
      <PageHeader title="New tenant" back={{ href: `/p/${projectId}/tenants`, label: 'Tenants' }} />
      <TenantForm projectId={projectId} tenant={null} attributes={await listAttributes(projectId, 'tenant')} canWrite />
    </PageBody>
  )
}

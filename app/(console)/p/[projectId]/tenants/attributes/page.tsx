import type { Metadata } from 'next'
import { AttributesView } from '@/components/identity/attributes/attributes-view'
import { IdentityTabs } from '@/components/identity/identity-tabs'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { listAttributes } from '@/lib/identity/attributes/queries'

export const metadata: Metadata = { title: 'Attributes of tenants' }

export default async function AttributesPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params
  const { can } = await requireProject(projectId, 'tenants.read')
  return (
    <PageBody>
      <PageHeader
        title="Attributes of tenants"
        description="What you keep of each tenant besides what every project keeps."
      />
      <IdentityTabs projectId={projectId} of="tenants" current="attributes" />
      <AttributesView
        projectId={projectId}
        subject="tenant"
        attributes={await listAttributes(projectId, 'tenant')}
        canWrite={can('users.write')}
      />
    </PageBody>
  )
}

import { AttributesView } from '@/components/identity/attributes/attributes-view'
import { IdentityTabs } from '@/components/identity/identity-tabs'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { listAttributes } from '@/lib/identity/attributes/queries'

export interface AttributesPageProps {
  projectId: string
  subject: 'user' | 'tenant'
}

export async function AttributesPage({ projectId, subject }: AttributesPageProps) {
  const of = `${subject}s` as const
  const { can } = await requireProject(projectId, `${of}.read`)
  return (
    <PageBody>
      <PageHeader
        title={`Attributes of ${of}`}
        description={`What you keep of each ${subject} besides what every project keeps.`}
      />
      <IdentityTabs projectId={projectId} of={of} current="attributes" />
      <AttributesView
        projectId={projectId}
        subject={subject}
        attributes={await listAttributes(projectId, subject)}
        canWrite={can('users.write')}
      />
    </PageBody>
  )
}

import type { Metadata } from 'next'
import { AppEditor } from '@/components/connections/apps/app-editor'
import { TemplateGallery } from '@/components/connections/apps/template-gallery'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { callbackUrl } from '@/lib/outbound/apps/callback'
import { outboundAppTypes } from '@/lib/outbound/apps/schema'
import { findTemplate } from '@/lib/outbound/apps/templates/templates'

export const metadata: Metadata = { title: 'New connection' }

interface NewConnectionPageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<{ template?: string | string[]; type?: string | string[] }>
}

export default async function NewConnectionPage({ params, searchParams }: NewConnectionPageProps) {
  const { projectId } = await params
  await requireProject(projectId, 'connections.write')
  const query = await searchParams
  const template = typeof query.template === 'string' ? findTemplate(query.template) : undefined
  const type = template?.type ?? outboundAppTypes.find((each) => each === query.type)
  const base = `/p/${projectId}/connections`
  if (!type) {
    return (
      <PageBody>
        <PageHeader
          title="New connection"
          description="Choose what users and tenants shall connect."
          back={{ href: base, label: 'Connections' }}
        />
        <TemplateGallery projectId={projectId} />
      </PageBody>
    )
  }
  const kind = type === 'apiKey' ? 'New API key connection' : 'New OAuth connection'
  return (
    <PageBody>
      <PageHeader
        title={template ? `New ${template.name} connection` : kind}
        description={template?.description}
        back={{ href: `${base}/new`, label: 'Providers' }}
      />
      <AppEditor
        key={template?.id ?? type}
        projectId={projectId}
        app={null}
        begin={{ type, templateId: template?.id ?? null }}
        callbackUrl={callbackUrl({ callbackDomain: '' })}
        canWrite
      />
    </PageBody>
  )
}

import type { Metadata } from 'next'
import { AppHeader } from '@/components/connections/app-header'
import { AppEditor } from '@/components/connections/apps/app-editor'
import { AppUsage } from '@/components/connections/apps/app-usage'
import { ConnectCard } from '@/components/connections/apps/connect-card'
import { PageBody } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { callbackUrl } from '@/lib/outbound/apps/callback'
import { appUsedIn, connectorsOf } from '@/lib/outbound/usage/queries'
import { loadApp } from './load-app'

interface ConnectionPageProps {
  params: Promise<{ projectId: string; appId: string }>
}

export async function generateMetadata({ params }: ConnectionPageProps): Promise<Metadata> {
  const { projectId, appId } = await params
  return { title: (await loadApp(projectId, appId)).name }
}

export default async function ConnectionPage({ params }: ConnectionPageProps) {
  const { projectId, appId } = await params
  const { can } = await requireProject(projectId, 'connections.read')
  const [app, uses, connectors] = await Promise.all([
    loadApp(projectId, appId),
    appUsedIn(projectId, appId),
    connectorsOf(projectId, appId),
  ])
  const flows = new Set(uses.map(({ flowId }) => flowId)).size
  const canWrite = can('connections.write')
  return (
    <PageBody>
      <AppHeader
        projectId={projectId}
        app={app}
        current="settings"
        canWrite={canWrite}
        usage={<AppUsage projectId={projectId} app={app} flows={flows} connectors={connectors} />}
      />
      <AppEditor
        key={app.id}
        projectId={projectId}
        app={app}
        callbackUrl={callbackUrl({ callbackDomain: '' })}
        canWrite={canWrite}
      >
        {app.config && can('tokens.manage') ? (
          <ConnectCard projectId={projectId} app={app} config={app.config} />
        ) : null}
      </AppEditor>
    </PageBody>
  )
}

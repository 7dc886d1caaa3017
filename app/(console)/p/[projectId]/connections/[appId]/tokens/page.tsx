import { KeyRound } from 'lucide-react'
import type { Metadata } from 'next'
import { AppHeader } from '@/components/connections/app-header'
import { EmptyState } from '@/components/ui/empty-state'
import { PageBody } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { countAppTokens } from '@/lib/outbound/apps/queries'
import { loadApp } from '../load-app'

interface TokensPageProps {
  params: Promise<{ projectId: string; appId: string }>
}

export async function generateMetadata({ params }: TokensPageProps): Promise<Metadata> {
  const { projectId, appId } = await params
  return { title: `Tokens of ${(await loadApp(projectId, appId)).name}` }
}

export default async function TokensPage({ params }: TokensPageProps) {
  const { projectId, appId } = await params
  const { can } = await requireProject(projectId, 'connections.read')
  const [app, counts] = await Promise.all([loadApp(projectId, appId), countAppTokens(projectId, appId)])
  return (
    <PageBody>
      <AppHeader projectId={projectId} app={app} current="tokens" canWrite={can('connections.write')} />
      <EmptyState
        icon={KeyRound}
        title={counts.tokens === 0 ? 'No token yet' : `${counts.tokens.toLocaleString('en')} tokens`}
        description={`Of ${counts.users.toLocaleString('en')} users and ${counts.tenants.toLocaleString('en')} tenants. A token comes when a user or a tenant connects, or when your backend uploads one.`}
      />
    </PageBody>
  )
}

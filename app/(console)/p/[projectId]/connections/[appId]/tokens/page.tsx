import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { AppHeader } from '@/components/connections/app-header'
import { loadTokenParams, toTokenFilter } from '@/components/connections/tokens/token-params'
import { TokensView } from '@/components/connections/tokens/tokens-view'
import { PageBody } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { listTokens } from '@/lib/outbound/tokens/list/queries'
import { loadApp } from '../load-app'

interface TokensPageProps {
  params: Promise<{ projectId: string; appId: string }>
  searchParams: Promise<SearchParams>
}

export async function generateMetadata({ params }: TokensPageProps): Promise<Metadata> {
  const { projectId, appId } = await params
  return { title: `Tokens of ${(await loadApp(projectId, appId)).name}` }
}

export default async function TokensPage({ params, searchParams }: TokensPageProps) {
  const { projectId, appId } = await params
  const { can } = await requireProject(projectId, 'connections.read')
  const given = await loadTokenParams(searchParams)
  const [app, page] = await Promise.all([
    loadApp(projectId, appId),
    listTokens(projectId, toTokenFilter(given, { appId }), { cursor: given.cursor }),
  ])
  return (
    <PageBody>
      <AppHeader projectId={projectId} app={app} current="tokens" canWrite={can('connections.write')} />
      <TokensView
        projectId={projectId}
        place={{ of: 'app', app: { id: app.id, name: app.name, type: app.type } }}
        page={page}
        params={given}
        rights={{ manage: can('tokens.manage'), reveal: can('tokens.reveal') }}
      />
    </PageBody>
  )
}

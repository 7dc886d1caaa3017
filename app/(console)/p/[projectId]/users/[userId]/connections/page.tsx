import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { loadTokenParams, toTokenFilter } from '@/components/connections/tokens/token-params'
import { TokensView } from '@/components/connections/tokens/tokens-view'
import { requireProject } from '@/lib/console/session'
import { listApps } from '@/lib/outbound/apps/queries'
import { listTokens } from '@/lib/outbound/tokens/list/queries'
import { loadUser, UserFrame, userTitle } from '../user-frame'

interface UserConnectionsProps {
  params: Promise<{ projectId: string; userId: string }>
  searchParams: Promise<SearchParams>
}

export async function generateMetadata({ params }: UserConnectionsProps): Promise<Metadata> {
  const { projectId, userId } = await params
  return { title: `Connections of ${userTitle(await loadUser(projectId, userId))}` }
}

export default async function UserConnectionsPage({ params, searchParams }: UserConnectionsProps) {
  const { projectId, userId } = await params
  const { can } = await requireProject(projectId, 'connections.read')
  const given = await loadTokenParams(searchParams)
  const [user, page, { apps }] = await Promise.all([
    loadUser(projectId, userId),
    listTokens(projectId, toTokenFilter(given, { userId }), { cursor: given.cursor }),
    listApps(projectId, { limit: 200 }),
  ])
  return (
    <UserFrame projectId={projectId} user={user} current="connections" withConnections>
      <TokensView
        projectId={projectId}
        place={{ of: 'user', user: { id: user.userId, name: userTitle(user) } }}
        page={page}
        params={given}
        apps={apps.map(({ id, name, type }) => ({ id, name, type }))}
        rights={{ manage: can('tokens.manage'), reveal: can('tokens.reveal') }}
      />
    </UserFrame>
  )
}

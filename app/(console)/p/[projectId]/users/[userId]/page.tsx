import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { SessionsCard } from '@/components/identity/users/sessions-card'
import { UserDanger } from '@/components/identity/users/user-danger'
import { UserForm } from '@/components/identity/users/user-form'
import { UserStatusBadge } from '@/components/identity/users/user-status'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { listAttributes } from '@/lib/identity/attributes/queries'
import { listLiveSessions } from '@/lib/identity/sessions/queries'
import { findUser } from '@/lib/identity/users/queries'
import { toUserResponse } from '@/lib/identity/users/response'

interface UserPageProps {
  params: Promise<{ projectId: string; userId: string }>
}

const loadUser = cache(async (projectId: string, userId: string) => {
  await requireProject(projectId, 'users.read')
  const row = await findUser(projectId, userId)
  return row ? toUserResponse(row) : notFound()
})

export async function generateMetadata({ params }: UserPageProps): Promise<Metadata> {
  const { projectId, userId } = await params
  const user = await loadUser(projectId, userId)
  return { title: user.name || user.loginIds[0] || 'User' }
}

export default async function UserPage({ params }: UserPageProps) {
  const { projectId, userId } = await params
  const { can } = await requireProject(projectId, 'users.read')
  const [user, attributes, sessions] = await Promise.all([
    loadUser(projectId, userId),
    listAttributes(projectId, 'user'),
    listLiveSessions(projectId, userId),
  ])
  const title = user.name || user.loginIds[0] || user.userId
  const canWrite = can('users.write')
  return (
    <PageBody className="max-w-4xl">
      <PageHeader
        title={title}
        back={{ href: `/p/${projectId}/users`, label: 'Users' }}
        meta={
          <>
            <UserStatusBadge status={user.status} />
            {user.test ? <Badge>Test</Badge> : null}
            <span className="flex items-center gap-1 text-subtle text-xs">
              <code className="font-mono">{user.userId}</code>
              <CopyButton value={user.userId} label="Copy the user’s id" size="icon-xs" />
            </span>
          </>
        }
      />
      <div className="grid gap-4">
        {/* A save by someone else shows at the next load, never under what is being typed. */}
        <UserForm key={user.userId} projectId={projectId} user={user} attributes={attributes} canWrite={canWrite} />
        <SessionsCard projectId={projectId} userId={userId} sessions={sessions} canRevoke={can('sessions.revoke')} />
        {canWrite ? <UserDanger projectId={projectId} user={{ userId, title, status: user.status }} /> : null}
      </div>
    </PageBody>
  )
}

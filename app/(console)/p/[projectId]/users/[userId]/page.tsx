import type { Metadata } from 'next'
import { SessionsCard } from '@/components/identity/users/sessions-card'
import { UserDanger } from '@/components/identity/users/user-danger'
import { UserForm } from '@/components/identity/users/user-form'
import { UserLock } from '@/components/identity/users/user-lock'
import { requireProject } from '@/lib/console/session'
import { listAttributes } from '@/lib/identity/attributes/queries'
import { findPasswordLock } from '@/lib/identity/passwords/lock'
import { listLiveSessions } from '@/lib/identity/sessions/queries'
import { loadUser, UserFrame, userTitle } from './user-frame'

interface UserPageProps {
  params: Promise<{ projectId: string; userId: string }>
}

export async function generateMetadata({ params }: UserPageProps): Promise<Metadata> {
  const { projectId, userId } = await params
  const { name, loginIds } = await loadUser(projectId, userId)
  return { title: name || loginIds[0] || 'User' }
}

export default async function UserPage({ params }: UserPageProps) {
  const { projectId, userId } = await params
  const { can } = await requireProject(projectId, 'users.read')
  const [user, attributes, sessions, lockedUntil] = await Promise.all([
    loadUser(projectId, userId),
    listAttributes(projectId, 'user'),
    listLiveSessions(projectId, userId),
    findPasswordLock(projectId, userId),
  ])
  const title = userTitle(user)
  const canWrite = can('users.write')
  return (
    <UserFrame projectId={projectId} user={user} current="profile" withConnections={can('connections.read')}>
      <div className="grid gap-4">
        {lockedUntil ? (
          <UserLock
            projectId={projectId}
            user={{ userId, title }}
            until={lockedUntil.toISOString()}
            canUnlock={canWrite}
          />
        ) : null}
        {/* A save by someone else shows at the next load, never under what is being typed. */}
        <UserForm key={user.userId} projectId={projectId} user={user} attributes={attributes} canWrite={canWrite} />
        <SessionsCard projectId={projectId} userId={userId} sessions={sessions} canRevoke={can('sessions.revoke')} />
        {canWrite ? <UserDanger projectId={projectId} user={{ userId, title, status: user.status }} /> : null}
      </div>
    </UserFrame>
  )
}

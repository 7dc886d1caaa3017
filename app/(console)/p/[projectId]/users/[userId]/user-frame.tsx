import { notFound } from 'next/navigation'
import { cache, type ReactNode } from 'react'
import { UserStatusBadge } from '@/components/identity/users/user-status'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { LinkTabs } from '@/components/ui/link-tabs'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { findUser } from '@/lib/identity/users/queries'
import { toUserResponse, type UserResponse } from '@/lib/identity/users/response'

/** The user of a page, read once per request; shows the not-found page when there is none. */
export const loadUser = cache(async (projectId: string, userId: string): Promise<UserResponse> => {
  await requireProject(projectId, 'users.read')
  const row = await findUser(projectId, userId)
  return row ? toUserResponse(row) : notFound()
})

export function userTitle({ name, loginIds, userId }: UserResponse): string {
  return name || loginIds[0] || userId
}

export interface UserFrameProps {
  projectId: string
  user: UserResponse
  current: 'profile' | 'connections'
  /** Whether the operator may see connections. */
  withConnections: boolean
  children: ReactNode
}

/** What stands above every page of a user. */
export function UserFrame({ projectId, user, current, withConnections, children }: UserFrameProps) {
  const base = `/p/${projectId}/users/${user.userId}`
  return (
    <PageBody className={current === 'profile' ? 'max-w-4xl' : undefined}>
      <PageHeader
        title={userTitle(user)}
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
      {withConnections ? (
        <LinkTabs
          label="User"
          tabs={[
            { href: base, label: 'Profile', current: current === 'profile' },
            { href: `${base}/connections`, label: 'Connections', current: current === 'connections' },
          ]}
        />
      ) : null}
      {children}
    </PageBody>
  )
}

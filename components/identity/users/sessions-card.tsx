'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { RelativeTime } from '@/components/ui/relative-time'
import type { SessionView } from '@/lib/identity/sessions/types'
import { revokeAllSessions, revokeSession } from '@/lib/identity/users/actions'
import { toDeviceName } from './device-name'

export interface SessionsCardProps {
  projectId: string
  userId: string
  sessions: readonly SessionView[]
  canRevoke: boolean
}

/** Where a user is signed in, and the way to end it. */
export function SessionsCard({ projectId, userId, sessions, canRevoke }: SessionsCardProps) {
  const router = useRouter()
  /** A session's id, or all of them. */
  const [ending, setEnding] = useState<string | null>(null)

  async function end(which: string): Promise<boolean> {
    const result =
      which === ALL
        ? await revokeAllSessions({ projectId, userId })
        : await revokeSession({ projectId, sessionId: which })
    if (result.ok) toast.success(which === ALL ? 'All sessions were ended.' : 'The session was ended.')
    else toast.error(result.message)
    router.refresh()
    return result.ok
  }

  return (
    <Card>
      <div className="flex flex-wrap items-start justify-between gap-2 pr-5">
        <CardHeader>
          <CardTitle>Sessions</CardTitle>
          <CardDescription>
            {sessions.length === 0 ? 'Signed in nowhere.' : 'Where this user is signed in, the last used first.'}
          </CardDescription>
        </CardHeader>
        {canRevoke && sessions.length > 1 ? (
          <Button size="sm" className="mt-4 mb-3 ml-5 sm:mb-0" onClick={() => setEnding(ALL)}>
            Revoke all…
          </Button>
        ) : null}
      </div>
      {sessions.length > 0 ? (
        <CardContent>
          <ul aria-label="Sessions" className="divide-y divide-line rounded-lg border border-line">
            {sessions.map((session) => (
              <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
                <span className="min-w-0 flex-1 text-sm">
                  <span className="block truncate" title={session.userAgent}>
                    {toDeviceName(session.userAgent)}
                  </span>
                  <span className="block text-subtle text-xs">
                    {[session.methods.join(', '), session.ipAddress, tenantOf(session)].filter(Boolean).join(' · ')}
                    {' · used '}
                    <RelativeTime value={session.refreshedAt} />
                    {', signed in '}
                    <RelativeTime value={session.createdAt} />
                  </span>
                </span>
                {canRevoke ? (
                  <Button size="sm" variant="danger-ghost" onClick={() => setEnding(session.id)}>
                    Revoke
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </CardContent>
      ) : null}
      {ending ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setEnding(null))}
          title={ending === ALL ? 'Revoke all sessions?' : 'Revoke this session?'}
          description="The person is asked to sign in again as soon as the session’s JWT lapses: it cannot be refreshed any more."
          confirmLabel={ending === ALL ? 'Revoke all sessions' : 'Revoke session'}
          onConfirm={() => end(ending)}
        />
      ) : null}
    </Card>
  )
}

const ALL = 'all'

function tenantOf({ tenantId, tenantName }: SessionView): string {
  return tenantId !== null && tenantName !== null ? `${tenantName} (${tenantId})` : (tenantId ?? '')
}

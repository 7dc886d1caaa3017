'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { attempt } from '@/components/api/attempt'
import { projectPath } from '@/components/api/fetch-json'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { quantity } from '@/components/ui/quantity'
import type { UserRemains } from '@/lib/identity/remains/types'
import { deleteUser, updateUser } from '@/lib/identity/users/actions'
import type { UserStatus } from '@/lib/identity/users/schema'
import { DeleteRecordDialog, membershipsText, tokensText } from '../delete-record-dialog'

export interface UserDangerProps {
  projectId: string
  user: { userId: string; title: string; status: UserStatus }
}

/** Shutting a user out for a while, and for good. */
export function UserDanger({ projectId, user }: UserDangerProps) {
  const router = useRouter()
  const [asking, setAsking] = useState<'disable' | 'delete' | null>(null)
  const { userId, title, status } = user
  const enabled = status === 'enabled' || status === 'invited'

  async function setStatus(next: UserStatus): Promise<boolean> {
    const result = await attempt(updateUser({ projectId, userId, patch: { status: next } }))
    if (result.ok) toast.success(next === 'enabled' ? `${title} may sign in again.` : `${title} is disabled.`)
    else toast.error(result.message)
    router.refresh()
    return result.ok
  }

  async function remove(): Promise<boolean> {
    const result = await deleteUser({ projectId, userId })
    if (!result.ok) {
      toast.error(result.message)
      return false
    }
    toast.success(`${title} was deleted.`)
    router.push(`/p/${projectId}/users`)
    return true
  }

  return (
    <Card className="border-danger-line">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 pr-5 pb-4">
        <CardHeader className="pb-0">
          <CardTitle>{enabled ? 'Disable or delete' : 'Enable or delete'}</CardTitle>
          <CardDescription>
            {enabled
              ? 'Who is disabled cannot sign in, and loses every session.'
              : 'This user cannot sign in now. Everything of theirs is kept.'}
          </CardDescription>
        </CardHeader>
        <div className="mt-4 ml-5 flex flex-wrap gap-2">
          {enabled ? (
            <Button onClick={() => setAsking('disable')}>Disable user…</Button>
          ) : (
            <Button onClick={() => void setStatus('enabled')}>Enable user</Button>
          )}
          <Button variant="danger" onClick={() => setAsking('delete')}>
            Delete user…
          </Button>
        </div>
      </div>
      {asking === 'disable' ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setAsking(null))}
          title={`Disable ${title}?`}
          description="Every session ends, and signing in is refused until the user is enabled again."
          confirmLabel="Disable user"
          onConfirm={() => setStatus('disabled')}
        />
      ) : null}
      {asking === 'delete' ? (
        <DeleteRecordDialog<UserRemains>
          path={projectPath(projectId, 'users', userId, 'remains')}
          title={`Delete ${title}?`}
          describe={(remains) => <Consequences remains={remains} />}
          confirmLabel="Delete user"
          onConfirm={remove}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </Card>
  )
}

function Consequences({ remains: { tenants, sessions, tokens } }: { remains: UserRemains }) {
  return (
    <>
      <li>The login ids, custom attributes and password go.</li>
      <li>{tenants === 0 ? 'The user is in no tenant.' : membershipsText(tenants)}</li>
      <li>
        {sessions === 0
          ? 'The user is signed in nowhere.'
          : `${quantity(sessions, 'session')} ${sessions === 1 ? 'ends' : 'end'}.`}
      </li>
      <li>{tokensText(tokens)}</li>
      <li>Executions and the audit log keep the id.</li>
    </>
  )
}

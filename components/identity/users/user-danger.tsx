'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { deleteUser, updateUser } from '@/lib/identity/users/actions'
import type { UserStatus } from '@/lib/identity/users/schema'

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
    const result = await updateUser({ projectId, userId, patch: { status: next } })
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
      {asking ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setAsking(null))}
          title={asking === 'disable' ? `Disable ${title}?` : `Delete ${title}?`}
          description={
            asking === 'disable'
              ? 'Every session ends, and signing in is refused until the user is enabled again.'
              : 'The login ids, custom attributes, memberships, password and sessions are removed. Executions and the audit log keep the id. This cannot be undone.'
          }
          confirmLabel={asking === 'disable' ? 'Disable user' : 'Delete user'}
          onConfirm={() => (asking === 'disable' ? setStatus('disabled') : remove())}
        />
      ) : null}
    </Card>
  )
}

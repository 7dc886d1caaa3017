'use client'

import { useRouter } from 'next/navigation'
import { useId, useState } from 'react'
import { toast } from 'sonner'
import { asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import { Button } from '@/components/ui/button'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Checkbox } from '@/components/ui/checkbox'
import { quantity } from '@/components/ui/quantity'
import type { TenantRemains } from '@/lib/identity/remains/types'
import { DeleteRecordDialog, membershipsText, tokensText } from '../delete-record-dialog'

const DELETE_TIMEOUT_SECONDS = 120

export interface DeleteTenantCardProps {
  projectId: string
  tenant: { id: string; name: string }
}

export function DeleteTenantCard({ projectId, tenant }: DeleteTenantCardProps) {
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const [cascade, setCascade] = useState(false)
  const cascadeId = useId()

  async function remove(): Promise<boolean> {
    try {
      const { deletedUsers } = await fetchJson<{ deletedUsers: number }>(projectPath(projectId, 'tenants', tenant.id), {
        method: 'DELETE',
        body: { cascade },
        timeoutSeconds: DELETE_TIMEOUT_SECONDS,
      })
      const users = deletedUsers > 0 ? `, with ${deletedUsers.toLocaleString('en')} users` : ''
      toast.success(`${tenant.name} was deleted${users}.`)
      router.push(`/p/${projectId}/tenants`)
      router.refresh()
      return true
    } catch (error) {
      toast.error(asApiError(error).message)
      return false
    }
  }

  return (
    <Card className="border-danger-line">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 pr-5 pb-4">
        <CardHeader className="pb-0">
          <CardTitle>Delete tenant</CardTitle>
          <CardDescription>
            Its memberships end and what is connected for it is deleted. Its users stay, unless you delete them too.
          </CardDescription>
        </CardHeader>
        <Button variant="danger" className="mt-4 ml-5" onClick={() => setAsking(true)}>
          Delete tenant…
        </Button>
      </div>
      {asking ? (
        <DeleteRecordDialog<TenantRemains>
          path={projectPath(projectId, 'tenants', tenant.id, 'remains')}
          title={`Delete ${tenant.name}?`}
          describe={(remains) => <Consequences remains={remains} cascade={cascade} />}
          confirmLabel="Delete tenant"
          typedConfirmation={tenant.name}
          onConfirm={remove}
          onClose={() => setAsking(false)}
        >
          <div className="flex items-start gap-2 text-sm">
            <Checkbox
              id={cascadeId}
              checked={cascade}
              onCheckedChange={(state) => setCascade(state === true)}
              className="mt-0.5"
            />
            <label htmlFor={cascadeId}>Also delete the users that belong to no other tenant</label>
          </div>
        </DeleteRecordDialog>
      ) : null}
    </Card>
  )
}

function Consequences({ remains, cascade }: { remains: TenantRemains; cascade: boolean }) {
  const { members, tokens, onlyHere } = remains
  const goingTokens = tokens + (cascade ? onlyHere.tokens : 0)
  return (
    <>
      <li>{members === 0 ? 'It has no member.' : membershipsText(members)}</li>
      {cascade ? (
        <li>
          {onlyHere.users === 0
            ? 'No user belongs to it alone: all stay.'
            : `${quantity(onlyHere.users, 'user')} with their login ids, passwords and sessions go; the others stay.`}
        </li>
      ) : members > 0 ? (
        <li>The users stay.</li>
      ) : null}
      <li>{tokensText(goingTokens)}</li>
    </>
  )
}

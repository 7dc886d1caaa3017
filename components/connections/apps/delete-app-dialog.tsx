'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Callout } from '@/components/ui/callout'
import { countOutboundAppTokens, deleteOutboundApp } from '@/lib/outbound/apps/actions'

export interface DeleteAppDialogProps {
  projectId: string
  app: { id: string; name: string }
  onClose: () => void
  onDeleted: () => void
}

/** Says which tokens go with a connection, and asks for its name. */
export function DeleteAppDialog({ projectId, app, onClose, onDeleted }: DeleteAppDialogProps) {
  const counts = useQuery({
    queryKey: ['connection-token-counts', projectId, app.id],
    queryFn: () => countOutboundAppTokens({ projectId, appId: app.id }),
    gcTime: 0,
  })
  const [failure, setFailure] = useState('')

  async function confirm(): Promise<boolean> {
    setFailure('')
    try {
      const result = await deleteOutboundApp({ projectId, appId: app.id, confirmation: app.name })
      if (result.ok) {
        toast.success(`${app.name} was deleted.`)
        onDeleted()
        return true
      }
      setFailure(result.message)
    } catch {
      setFailure('The server cannot be reached. Check that Patchbay is running, then try again.')
    }
    return false
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete ${app.name}?`}
      description={
        <p>
          {describe(counts.data?.ok ? counts.data.data : null)} Its settings and its client secret are removed as well,
          and applications that use it fail from then on. It stays as long as a flow uses it. This cannot be undone.
        </p>
      }
      confirmLabel="Delete connection"
      typedConfirmation={app.name}
      onConfirm={confirm}
    >
      {failure ? (
        <Callout tone="danger" role="alert" title="Not deleted" className="break-words">
          {failure}
        </Callout>
      ) : null}
    </ConfirmDialog>
  )
}

function describe(counts: { tokens: number; users: number; tenants: number } | null): string {
  if (!counts) return 'All its tokens go with it.'
  const { tokens, users, tenants } = counts
  if (tokens === 0) return 'It holds no token.'
  const owners = [amount(users, 'user'), amount(tenants, 'tenant')].filter((text) => text !== '').join(' and ')
  return `${amount(tokens, 'token')} of ${owners} ${tokens === 1 ? 'goes' : 'go'} with it: they have to connect again elsewhere.`
}

function amount(count: number, what: string): string {
  return count === 0 ? '' : `${count.toLocaleString('en')} ${count === 1 ? what : `${what}s`}`
}

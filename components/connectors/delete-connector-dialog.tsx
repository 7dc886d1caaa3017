'use client'

import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { RequestError } from '@/components/api/request-error'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog'
import { Skeleton } from '@/components/ui/skeleton'
import { deleteConnector } from '@/lib/connectors/actions'
import { useConnectorUses } from './used-in'
import { UsesList } from './uses-list'

export interface DeleteConnectorDialogProps {
  projectId: string
  connector: { id: string; name: string }
  onClose: () => void
  onDeleted: () => void
}

/** Asks before a connector goes; while flows use it, names them instead. */
export function DeleteConnectorDialog({ projectId, connector, onClose, onDeleted }: DeleteConnectorDialogProps) {
  const router = useRouter()
  const { data: uses, error, refetch } = useConnectorUses(projectId, connector.id)

  async function confirm(): Promise<boolean> {
    try {
      const result = await deleteConnector({ projectId, connectorId: connector.id })
      if (result.ok) {
        toast.success(`${connector.name} was deleted.`)
        onDeleted()
        router.refresh()
        return true
      }
      toast.error(result.message)
      // A flow has begun to use it meanwhile: the dialog turns into the list of places.
      if (result.code === 'inUse') void refetch()
    } catch {
      toast.error('The server cannot be reached. Check that Patchbay is running, then try again.')
    }
    return false
  }

  if (uses?.length === 0) {
    return (
      <ConfirmDialog
        open
        onOpenChange={(open) => (open ? undefined : onClose())}
        title={`Delete ${connector.name}?`}
        description="Its settings and its stored secrets are removed. No flow uses it. This cannot be undone."
        confirmLabel="Delete connector"
        onConfirm={confirm}
      />
    )
  }
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{uses ? `${connector.name} cannot be deleted yet` : `Delete ${connector.name}?`}</DialogTitle>
          <DialogDescription>
            {uses
              ? 'These flows use it. Choose another connector in their steps and publish them, or delete the flows.'
              : 'Looking for the flows that use it.'}
          </DialogDescription>
        </DialogHeader>
        <DialogBody>
          {uses ? <UsesList projectId={projectId} uses={uses} /> : null}
          {error ? (
            <RequestError error={error} title="The flows could not be loaded" onRetry={() => void refetch()} />
          ) : null}
          {uses || error ? null : <Skeleton className="h-10" />}
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>Close</Button>
          </DialogClose>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}

'use client'

import type { ReactNode } from 'react'
import { toast } from 'sonner'
import { attempt } from '@/components/api/attempt'
import { RequestError } from '@/components/api/request-error'
import { ConfirmDialog, type ConfirmDialogProps } from '@/components/ui/alert-dialog'
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
import { type UsedThing, useUses } from './use-uses'
import { UsesList } from './uses-list'

export interface DeleteUnusedDialogProps
  extends Pick<ConfirmDialogProps, 'description' | 'confirmLabel' | 'typedConfirmation'> {
  thing: UsedThing
  /** What to do while flows use it. */
  blocked: ReactNode
  onDelete: () => Promise<{ ok: true } | { ok: false; code: string; message: string }>
  onClose: () => void
  onDeleted: () => void
}

/** Asks before something that flows may use goes; while some do, names them instead. */
export function DeleteUnusedDialog({
  thing,
  blocked,
  onDelete,
  onClose,
  onDeleted,
  ...confirmation
}: DeleteUnusedDialogProps) {
  const { data: uses, error, refetch } = useUses(thing)

  async function confirm(): Promise<boolean> {
    const result = await attempt(onDelete())
    if (result.ok) {
      toast.success(`${thing.name} was deleted.`)
      onDeleted()
      return true
    }
    toast.error(result.message)
    // A flow has begun to use it meanwhile: the dialog turns into the list of places.
    if (result.code === 'inUse') void refetch()
    return false
  }

  const onOpenChange = (open: boolean) => (open ? undefined : onClose())
  if (uses?.length === 0) {
    return (
      <ConfirmDialog
        {...confirmation}
        open
        onOpenChange={onOpenChange}
        title={`Delete ${thing.name}?`}
        onConfirm={confirm}
      />
    )
  }
  return (
    <Dialog open onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{uses ? `${thing.name} cannot be deleted yet` : `Delete ${thing.name}?`}</DialogTitle>
          <DialogDescription>{uses ? blocked : 'Looking for the flows that use it.'}</DialogDescription>
        </DialogHeader>
        <DialogBody>
          {uses ? <UsesList projectId={thing.projectId} uses={uses} /> : null}
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

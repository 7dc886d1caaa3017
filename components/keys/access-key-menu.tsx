'use client'

import { CircleSlash, Ellipsis, Pencil, PlayCircle, RefreshCw, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { attempt } from '@/components/api/attempt'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Dialog, DialogContent } from '@/components/ui/dialog'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { deleteAccessKey, rotateAccessKey, setAccessKeyActive } from '@/lib/identity/access-keys/actions'
import type { AccessKeyView } from '@/lib/identity/access-keys/schema'
import type { ActionResult } from '@/lib/result'
import { EditAccessKeyDialog } from './edit-access-key-dialog'
import { SecretStep } from './secret-step'

export interface AccessKeyMenuProps {
  projectId: string
  accessKey: AccessKeyView
}

/** What can be done with an access key. */
export function AccessKeyMenu({ projectId, accessKey }: AccessKeyMenuProps) {
  const { id, name, active } = accessKey
  const router = useRouter()
  const [asking, setAsking] = useState<'edit' | 'rotate' | 'delete' | null>(null)
  const [secret, setSecret] = useState('')
  const key = { projectId, keyId: id }

  function show<T>(result: ActionResult<T>, done: string): boolean {
    if (result.ok) toast.success(done)
    else toast.error(result.message)
    router.refresh()
    return result.ok
  }

  async function setActive(next: boolean) {
    const done = next ? `The key ${name} works again.` : `The key ${name} is refused from now on.`
    show(await attempt(setAccessKeyActive({ ...key, active: next })), done)
  }

  async function rotate() {
    const result = await rotateAccessKey(key)
    if (result.ok) setSecret(result.data.secret)
    else toast.error(result.message)
    router.refresh()
    return result.ok
  }

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={`Actions of ${name}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setAsking('edit')}>
            <Pencil aria-hidden /> Edit…
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setActive(!active)}>
            {active ? <CircleSlash aria-hidden /> : <PlayCircle aria-hidden />}
            {active ? 'Deactivate' : 'Activate'}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setAsking('rotate')}>
            <RefreshCw aria-hidden /> Rotate…
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => setAsking('delete')}>
            <Trash2 aria-hidden /> Delete…
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {asking === 'edit' ? (
        <EditAccessKeyDialog projectId={projectId} accessKey={accessKey} onClose={() => setAsking(null)} />
      ) : null}
      <ConfirmDialog
        open={asking === 'rotate'}
        onOpenChange={(open) => setAsking(open ? 'rotate' : null)}
        title={`Rotate ${name}?`}
        description="It gets a new secret, shown once. The old one is refused from now on; session JWTs that it was exchanged for lapse by themselves."
        confirmLabel="Rotate key"
        onConfirm={rotate}
      />
      <ConfirmDialog
        open={asking === 'delete'}
        onOpenChange={(open) => setAsking(open ? 'delete' : null)}
        title={`Delete ${name}?`}
        description="Whatever uses this key is refused from now on. This cannot be undone."
        confirmLabel="Delete key"
        onConfirm={async () => show(await deleteAccessKey(key), `The key ${name} was deleted.`)}
      />
      <Dialog open={secret !== ''} onOpenChange={(open) => (open ? undefined : setSecret(''))}>
        {/* The key is shown once: a press beside the dialog must not lose it. */}
        <DialogContent onInteractOutside={(event) => event.preventDefault()}>
          <SecretStep
            projectId={projectId}
            secret={secret}
            label="Access key"
            use="Exchange it by POST /v1/auth/accesskey/exchange"
          />
        </DialogContent>
      </Dialog>
    </>
  )
}

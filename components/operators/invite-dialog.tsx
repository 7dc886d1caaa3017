'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { attempt } from '@/components/api/attempt'
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
import { RadioGroup, RadioOption } from '@/components/ui/radio-group'
import { createInvitation } from '@/lib/console/actions'
import { ROLE_LABELS, ROLES, type Role } from '@/lib/console/roles'
import { LinkResult } from './link-result'

export interface InviteDialogProps {
  projectId: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function InviteDialog({ projectId, open, onOpenChange }: InviteDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <InviteSteps projectId={projectId} />
      </DialogContent>
    </Dialog>
  )
}

function InviteSteps({ projectId }: { projectId: string }) {
  const router = useRouter()
  const [role, setRole] = useState<Role>('editor')
  const [url, setUrl] = useState('')
  const [busy, setBusy] = useState(false)

  async function create() {
    setBusy(true)
    const result = await attempt(createInvitation({ projectId, role }))
    setBusy(false)
    if (!result.ok) return void toast.error(result.message)
    setUrl(result.data.url)
    router.refresh()
  }

  if (url) {
    return (
      <>
        <DialogHeader>
          <DialogTitle>Send this link</DialogTitle>
          <DialogDescription>
            It makes one person {article(role)} of this project, works once and ends in 7 days. It is not shown again.
          </DialogDescription>
        </DialogHeader>
        <DialogBody>
          <LinkResult url={url} label="Invitation link" />
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>Done</Button>
          </DialogClose>
        </DialogFooter>
      </>
    )
  }
  return (
    <>
      <DialogHeader>
        <DialogTitle>Invite an operator</DialogTitle>
        <DialogDescription>You get a link to hand over. No mail is sent.</DialogDescription>
      </DialogHeader>
      <DialogBody>
        <RadioGroup
          aria-label="Role"
          value={role}
          onValueChange={(value) => setRole(ROLES.find((each) => each === value) ?? role)}
        >
          {ROLES.map((each) => (
            <RadioOption
              key={each}
              value={each}
              label={ROLE_LABELS[each].label}
              description={ROLE_LABELS[each].description}
            />
          ))}
        </RadioGroup>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button variant="primary" loading={busy} onClick={create}>
          Create link
        </Button>
      </DialogFooter>
    </>
  )
}

function article(role: Role): string {
  return role === 'viewer' ? 'a viewer' : `an ${role}`
}

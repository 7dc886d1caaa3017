'use client'

import { Ellipsis, LinkIcon, UserMinus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { attempt } from '@/components/api/attempt'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Dialog, DialogBody, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '@/components/ui/dropdown-menu'
import { createResetLink, removeMember } from '@/lib/console/actions'
import { LinkResult } from './link-result'

export interface MemberMenuProps {
  projectId: string
  member: { operatorId: string; name: string; isOwner: boolean }
  isSelf: boolean
}

export function MemberMenu({ projectId, member, isSelf }: MemberMenuProps) {
  const router = useRouter()
  const [removing, setRemoving] = useState(false)
  const [resetUrl, setResetUrl] = useState('')
  const scope = { projectId, operatorId: member.operatorId }

  async function makeResetLink() {
    const result = await attempt(createResetLink(scope))
    if (result.ok) setResetUrl(result.data.url)
    else toast.error(result.message)
  }

  async function remove() {
    const result = await removeMember(scope)
    if (!result.ok) {
      toast.error(result.message)
      return false
    }
    toast.success(`${member.name} is no longer a member.`)
    if (isSelf) router.push('/')
    else router.refresh()
  }

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${member.name}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={makeResetLink}>
            <LinkIcon aria-hidden /> Password reset link…
          </DropdownMenuItem>
          {member.isOwner ? null : (
            <DropdownMenuItem destructive onSelect={() => setRemoving(true)}>
              <UserMinus aria-hidden /> {isSelf ? 'Leave project…' : 'Remove from project…'}
            </DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={isSelf ? 'Leave this project?' : `Remove ${member.name}?`}
        description={`${isSelf ? 'You lose' : `${member.name} loses`} access to this project at once. What was made stays, and so does the account.`}
        confirmLabel={isSelf ? 'Leave project' : 'Remove member'}
        onConfirm={remove}
      />
      <Dialog open={resetUrl !== ''} onOpenChange={(open) => (open ? undefined : setResetUrl(''))}>
        <DialogContent>
          <DialogHeader>
            <DialogTitle>Send this link to {member.name}</DialogTitle>
            <DialogDescription>
              It sets a new password, works once and ends in 24 hours. It is not shown again.
            </DialogDescription>
          </DialogHeader>
          <DialogBody className="pb-5">
            <LinkResult url={resetUrl} label="Password reset link" />
          </DialogBody>
        </DialogContent>
      </Dialog>
    </>
  )
}

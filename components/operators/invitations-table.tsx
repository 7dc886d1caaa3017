'use client'

import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { attempt } from '@/components/api/attempt'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { revokeInvitation } from '@/lib/console/actions'
import { ROLE_LABELS, type Role } from '@/lib/console/roles'

export interface InvitationView {
  id: string
  role: Role
  createdAt: Date
  expiresAt: Date
}

export interface InvitationsTableProps {
  projectId: string
  invitations: readonly InvitationView[]
}

export function InvitationsTable({ projectId, invitations }: InvitationsTableProps) {
  const router = useRouter()

  async function revoke(linkId: string) {
    const result = await attempt(revokeInvitation({ projectId, linkId }))
    if (result.ok) toast.success('The invitation does not work any more.')
    else toast.error(result.message)
    router.refresh()
  }

  return (
    <div className="mt-8">
      <h2 className="mb-3 font-semibold text-base">Open invitations</h2>
      <Table label="Open invitations">
        <TableHeader>
          <TableRow>
            <TableHead>Role</TableHead>
            <TableHead>Made</TableHead>
            <TableHead>Ends</TableHead>
            <TableHead className="w-24">
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {invitations.map((invitation) => (
            <TableRow key={invitation.id}>
              <TableCell>{ROLE_LABELS[invitation.role].label}</TableCell>
              <TableCell className="whitespace-nowrap text-muted">
                <RelativeTime value={invitation.createdAt} />
              </TableCell>
              <TableCell className="whitespace-nowrap text-muted">
                <RelativeTime value={invitation.expiresAt} />
              </TableCell>
              <TableCell className="text-right">
                <Button size="sm" variant="danger-ghost" onClick={() => revoke(invitation.id)}>
                  Revoke
                  <span className="sr-only"> the invitation as {invitation.role}</span>
                </Button>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}

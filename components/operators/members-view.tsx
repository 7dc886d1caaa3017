'use client'

import { UserPlus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { toast } from 'sonner'
import { attempt } from '@/components/api/attempt'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { RelativeTime } from '@/components/ui/relative-time'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { changeRole } from '@/lib/console/actions'
import { ROLE_LABELS, ROLES, type Role } from '@/lib/console/roles'
import { InvitationsTable, type InvitationView } from './invitations-table'
import { InviteDialog } from './invite-dialog'
import { MemberMenu } from './member-menu'

export interface MemberView {
  operatorId: string
  name: string
  email: string
  role: Role
  isOwner: boolean
  since: Date
}

export interface MembersViewProps {
  projectId: string
  members: readonly MemberView[]
  invitations: readonly InvitationView[]
  selfId: string
  canManage: boolean
}

export function MembersView({ projectId, members, invitations, selfId, canManage }: MembersViewProps) {
  const [inviting, setInviting] = useState(false)
  return (
    <>
      <PageHeader
        title="Members"
        description={
          canManage
            ? 'Who may open this project, and what they may do in it.'
            : 'Who may open this project. An admin changes roles and invites others.'
        }
        actions={
          canManage ? (
            <Button variant="primary" onClick={() => setInviting(true)}>
              <UserPlus aria-hidden /> Invite
            </Button>
          ) : null
        }
      />
      <Table label="Members">
        <TableHeader>
          <TableRow>
            <TableHead>Operator</TableHead>
            <TableHead className="w-44">Role</TableHead>
            <TableHead className="w-40">Member since</TableHead>
            {canManage ? (
              <TableHead className="w-12">
                <span className="sr-only">Actions</span>
              </TableHead>
            ) : null}
          </TableRow>
        </TableHeader>
        <TableBody>
          {members.map((member) => (
            <TableRow key={member.operatorId}>
              <TableCell>
                <div className="flex items-center gap-2">
                  <span className="whitespace-nowrap font-medium">{member.name}</span>
                  {member.operatorId === selfId ? <Badge>You</Badge> : null}
                  {member.isOwner ? <Badge tone="accent">Owner</Badge> : null}
                </div>
                <div className="text-subtle text-xs">{member.email}</div>
              </TableCell>
              <TableCell>
                {canManage && !member.isOwner ? (
                  <RoleSelect projectId={projectId} member={member} />
                ) : (
                  ROLE_LABELS[member.role].label
                )}
              </TableCell>
              <TableCell className="whitespace-nowrap text-muted">
                <RelativeTime value={member.since} />
              </TableCell>
              {canManage ? (
                <TableCell className="text-right">
                  <MemberMenu projectId={projectId} member={member} isSelf={member.operatorId === selfId} />
                </TableCell>
              ) : null}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {canManage && invitations.length > 0 ? (
        <InvitationsTable projectId={projectId} invitations={invitations} />
      ) : null}
      <InviteDialog projectId={projectId} open={inviting} onOpenChange={setInviting} />
    </>
  )
}

function RoleSelect({ projectId, member }: { projectId: string; member: MemberView }) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()

  function change(value: string) {
    const role = ROLES.find((each) => each === value)
    if (!role || role === member.role) return
    startTransition(async () => {
      const result = await attempt(changeRole({ projectId, operatorId: member.operatorId, role }))
      if (result.ok) toast.success(`${member.name} is now ${ROLE_LABELS[role].label.toLowerCase()}.`)
      else toast.error(result.message)
      router.refresh()
    })
  }

  return (
    <Select value={member.role} onValueChange={change} disabled={pending}>
      <SelectTrigger aria-label={`Role of ${member.name}`} className="w-32">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {ROLES.map((role) => (
          <SelectItem key={role} value={role} description={ROLE_LABELS[role].description}>
            {ROLE_LABELS[role].label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}

import type { Metadata } from 'next'
import { MembersView } from '@/components/operators/members-view'
import { PageBody } from '@/components/ui/page-header'
import { listInvitations, listMembers } from '@/lib/console/queries'
import { requireProject } from '@/lib/console/session'

export const metadata: Metadata = { title: 'Members' }

export default async function MembersPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params
  const { operator, can } = await requireProject(projectId)
  const canManage = can('members.manage')
  const [members, invitations] = await Promise.all([
    listMembers(projectId),
    canManage ? listInvitations(projectId) : [],
  ])
  return (
    <PageBody>
      <MembersView
        projectId={projectId}
        members={members}
        invitations={invitations}
        selfId={operator.id}
        canManage={canManage}
      />
    </PageBody>
  )
}

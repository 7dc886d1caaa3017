import type { Metadata } from 'next'
import { UserForm } from '@/components/identity/users/user-form'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { listAttributes } from '@/lib/identity/attributes/queries'

export const metadata: Metadata = { title: 'New user' }

export default async function NewUserPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params
  await requireProject(projectId, 'users.write')
  return (
    <PageBody className="max-w-4xl">
      <PageHeader
        title="New user"
        back={{ href: `/p/${projectId}/users`, label: 'Users' }}
        description="No mail is sent. Give the person one of the login ids, and let them sign in by a flow."
      />
      <UserForm projectId={projectId} user={null} attributes={await listAttributes(projectId, 'user')} canWrite />
    </PageBody>
  )
}

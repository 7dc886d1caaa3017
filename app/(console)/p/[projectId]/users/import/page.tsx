import type { Metadata } from 'next'
import { ImportView } from '@/components/identity/users/import/import-view'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { requireProject } from '@/lib/console/session'
import { listAttributes } from '@/lib/identity/attributes/queries'

export const metadata: Metadata = { title: 'Import users' }

export default async function ImportUsersPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params
  await requireProject(projectId, 'users.write')
  return (
    <PageBody className="max-w-4xl">
      <PageHeader
        title="Import users"
        back={{ href: `/p/${projectId}/users`, label: 'Users' }}
        description="Nothing is imported before you have seen what would happen and confirmed it."
      />
      <ImportView projectId={projectId} attributes={await listAttributes(projectId, 'user')} />
    </PageBody>
  )
}

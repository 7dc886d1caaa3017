import type { Metadata } from 'next'
import { KeysView } from '@/components/keys/keys-view'
import { PageBody } from '@/components/ui/page-header'
import { listKeys } from '@/lib/console/queries'
import { requireProject } from '@/lib/console/session'

export const metadata: Metadata = { title: 'Management keys' }

export default async function KeysPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params
  await requireProject(projectId, 'keys.manage')
  return (
    <PageBody>
      <KeysView projectId={projectId} keys={await listKeys(projectId)} />
    </PageBody>
  )
}

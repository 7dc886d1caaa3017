import type { Metadata } from 'next'
import { AccessKeysView } from '@/components/keys/access-keys-view'
import { KeysView } from '@/components/keys/keys-view'
import { LinkTabs } from '@/components/ui/link-tabs'
import { PageBody } from '@/components/ui/page-header'
import { listKeys } from '@/lib/console/queries'
import { requireProject } from '@/lib/console/session'
import { listAccessKeys } from '@/lib/identity/access-keys/queries'

export const metadata: Metadata = { title: 'Keys' }

interface KeysPageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<{ kind?: string | string[]; cursor?: string | string[] }>
}

export default async function KeysPage({ params, searchParams }: KeysPageProps) {
  const { projectId } = await params
  await requireProject(projectId, 'keys.manage')
  const { kind, cursor } = await searchParams
  const access = kind === 'access'
  return (
    <PageBody>
      <LinkTabs
        label="Kinds of keys"
        tabs={[
          { href: `/p/${projectId}/keys`, label: 'Management keys', current: !access },
          { href: `/p/${projectId}/keys?kind=access`, label: 'Access keys', current: access },
        ]}
      />
      {access ? (
        <AccessKeysView
          projectId={projectId}
          {...(await listAccessKeys(projectId, typeof cursor === 'string' ? cursor : null))}
        />
      ) : (
        <KeysView projectId={projectId} keys={await listKeys(projectId)} />
      )}
    </PageBody>
  )
}

import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { LinkTabs } from '@/components/ui/link-tabs'
import { PageHeader } from '@/components/ui/page-header'
import type { OutboundAppView } from '@/lib/outbound/apps/types'
import { AppLogo } from './app-logo'
import { appKinds } from './apps/app-kind'
import { AppMenu } from './apps/app-menu'

export interface AppHeaderProps {
  projectId: string
  app: OutboundAppView
  current: 'settings' | 'tokens'
  canWrite: boolean
  /** Where it is used. */
  usage?: ReactNode
}

/** What both pages of a connection begin with. */
export function AppHeader({ projectId, app, current, canWrite, usage }: AppHeaderProps) {
  const base = `/p/${projectId}/connections/${app.id}`
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-3">
            <AppLogo {...app} />
            <span className="min-w-0 break-words">{app.name}</span>
          </span>
        }
        back={{ href: `/p/${projectId}/connections`, label: 'Connections' }}
        meta={
          <>
            <Badge>{appKinds[app.type]}</Badge>
            <span className="flex items-center gap-1 text-subtle text-xs">
              <code className="font-mono">{app.id}</code>
              <CopyButton value={app.id} label="Copy the connection’s id" size="icon-xs" />
            </span>
            {usage}
          </>
        }
        actions={<AppMenu projectId={projectId} app={app} canWrite={canWrite} onPage />}
        className="mb-4"
      />
      <LinkTabs
        label="Parts of the connection"
        tabs={[
          { href: base, label: 'Settings', current: current === 'settings' },
          { href: `${base}/tokens`, label: 'Token Management', current: current === 'tokens' },
        ]}
      />
    </>
  )
}

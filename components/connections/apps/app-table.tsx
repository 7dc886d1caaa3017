import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { OutboundAppListItem } from '@/lib/outbound/apps/types'
import { AppLogo } from '../app-logo'
import { appKinds } from './app-kind'
import { AppMenu } from './app-menu'

export interface AppTableProps {
  projectId: string
  apps: readonly OutboundAppListItem[]
  canWrite: boolean
}

export function AppTable({ projectId, apps, canWrite }: AppTableProps) {
  return (
    <Table label="Connections">
      <TableHeader>
        <TableRow>
          <TableHead>Connection</TableHead>
          <TableHead className="hidden md:table-cell">Id</TableHead>
          <TableHead className="hidden sm:table-cell">Kind</TableHead>
          <TableHead>Tokens</TableHead>
          <TableHead className="hidden lg:table-cell">Updated</TableHead>
          <TableHead className="w-12">
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {apps.map((app) => (
          <TableRow key={app.id} className="hover:bg-hover/60">
            <TableCell className="max-w-40 sm:max-w-72">
              <span className="flex min-w-0 items-center gap-3">
                <AppLogo {...app} />
                <span className="min-w-0">
                  <Link
                    href={`/p/${projectId}/connections/${app.id}`}
                    className="block truncate rounded-sm font-medium hover:underline"
                  >
                    {app.name}
                  </Link>
                  <span className="flex items-center gap-2 text-2xs text-subtle">
                    {app.incomplete ? <Badge tone="warning">Settings missing</Badge> : null}
                    <span className="truncate">{app.description}</span>
                  </span>
                </span>
              </span>
            </TableCell>
            <TableCell className="hidden max-w-56 md:table-cell">
              <span className="block truncate font-mono text-muted text-xs">{app.id}</span>
            </TableCell>
            <TableCell className="hidden whitespace-nowrap text-muted sm:table-cell">{appKinds[app.type]}</TableCell>
            <TableCell className="whitespace-nowrap">
              <TokenCount projectId={projectId} app={app} />
            </TableCell>
            <TableCell className="hidden whitespace-nowrap text-muted lg:table-cell">
              <RelativeTime value={app.updatedAt} />
            </TableCell>
            <TableCell className="text-right">
              <AppMenu projectId={projectId} app={app} canWrite={canWrite} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

function TokenCount({ projectId, app }: { projectId: string; app: OutboundAppListItem }) {
  if (app.tokens === 0) return <span className="text-subtle">None</span>
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Link href={`/p/${projectId}/connections/${app.id}/tokens`} className="rounded-sm tabular-nums hover:underline">
        {app.tokens.toLocaleString('en')}
      </Link>
      {app.needReconnect > 0 ? (
        <Badge tone="warning">
          {app.needReconnect.toLocaleString('en')} {app.needReconnect === 1 ? 'needs' : 'need'} reconnect
        </Badge>
      ) : null}
    </span>
  )
}

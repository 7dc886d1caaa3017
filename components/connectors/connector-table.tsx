import Link from 'next/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { UsedIn } from '@/components/usage/used-in'
import { connectorTypes } from '@/lib/connectors/schemas'
import type { ConnectorListItem } from '@/lib/connectors/types'
import { ConnectorMenu } from './connector-menu'
import { InsecureBadge } from './http/network/insecure-notice'

export interface ConnectorTableProps {
  projectId: string
  connectors: readonly ConnectorListItem[]
  canWrite: boolean
}

export function ConnectorTable({ projectId, connectors, canWrite }: ConnectorTableProps) {
  return (
    <Table label="Connectors">
      <TableHeader>
        <TableRow>
          <TableHead>Connector</TableHead>
          <TableHead className="hidden md:table-cell">Address</TableHead>
          <TableHead className="hidden lg:table-cell">Authentication</TableHead>
          <TableHead>Used in</TableHead>
          <TableHead className="hidden sm:table-cell">Updated</TableHead>
          <TableHead className="w-12">
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {connectors.map((connector) => (
          <TableRow key={connector.id} className="hover:bg-hover/60">
            <TableCell className="max-w-40 sm:max-w-72">
              <Link
                href={`/p/${projectId}/connectors/${connector.id}`}
                className="block truncate rounded-sm font-medium hover:underline"
              >
                {connector.name}
              </Link>
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-2xs text-subtle">
                <span className="truncate">{connectorTypes[connector.type].label}</span>
                {connector.insecure ? <InsecureBadge /> : null}
              </span>
            </TableCell>
            <TableCell className="hidden max-w-80 md:table-cell">
              <span className="block truncate font-mono text-muted text-xs" title={connector.target}>
                {connector.target}
              </span>
            </TableCell>
            <TableCell className="hidden max-w-56 text-muted lg:table-cell">{connector.authentication}</TableCell>
            <TableCell className="whitespace-nowrap">
              <UsedIn
                thing={{ projectId, kind: 'connectors', id: connector.id, name: connector.name }}
                flows={connector.usedIn}
              />
            </TableCell>
            <TableCell className="hidden whitespace-nowrap text-muted sm:table-cell">
              <RelativeTime value={connector.updatedAt} />
            </TableCell>
            <TableCell className="text-right">
              <ConnectorMenu projectId={projectId} connector={connector} canWrite={canWrite} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

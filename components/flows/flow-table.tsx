import Link from 'next/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { UsedIn } from '@/components/usage/used-in'
import type { FlowListItem } from '@/lib/flow-catalog/schema'
import { FlowRowMenu } from './flow-row-menu'
import { FlowState } from './flow-state'

export interface FlowTableProps {
  projectId: string
  flows: readonly FlowListItem[]
  canWrite: boolean
  hostedUrl: string
}

const KINDS = { interactive: 'Interactive', management: 'Management' }

export function FlowTable({ projectId, flows, canWrite, hostedUrl }: FlowTableProps) {
  return (
    <Table label="Flows">
      <TableHeader>
        <TableRow>
          <TableHead>Flow</TableHead>
          <TableHead className="hidden md:table-cell">Kind</TableHead>
          <TableHead>State</TableHead>
          <TableHead className="hidden lg:table-cell">Last published</TableHead>
          <TableHead className="hidden sm:table-cell">Last 24 hours</TableHead>
          <TableHead className="hidden lg:table-cell">Used in</TableHead>
          <TableHead className="hidden md:table-cell">Updated</TableHead>
          <TableHead className="w-12">
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {flows.map((flow) => (
          <TableRow key={flow.id} className="hover:bg-hover/60">
            <TableCell className="max-w-80">
              <Link
                href={`/p/${projectId}/flows/${flow.id}`}
                className="block truncate rounded-sm font-medium hover:underline"
              >
                {flow.name}
              </Link>
              <span className="block truncate font-mono text-2xs text-subtle">{flow.id}</span>
            </TableCell>
            <TableCell className="hidden text-muted md:table-cell">{KINDS[flow.kind]}</TableCell>
            <TableCell>
              <FlowState {...flow} />
            </TableCell>
            <TableCell className="hidden whitespace-nowrap text-muted lg:table-cell">
              {flow.publishedAt ? <RelativeTime value={flow.publishedAt} /> : 'Never'}
            </TableCell>
            <TableCell className="hidden whitespace-nowrap sm:table-cell">
              <RecentRuns projectId={projectId} flow={flow} />
            </TableCell>
            <TableCell className="hidden whitespace-nowrap lg:table-cell">
              <UsedIn thing={{ projectId, kind: 'flows', id: flow.id, name: flow.name }} flows={flow.usedIn} />
            </TableCell>
            <TableCell className="hidden whitespace-nowrap text-muted md:table-cell">
              <RelativeTime value={flow.updatedAt} />
            </TableCell>
            <TableCell className="text-right">
              <FlowRowMenu projectId={projectId} flow={flow} canWrite={canWrite} hostedUrl={hostedUrl} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

function RecentRuns({ projectId, flow }: { projectId: string; flow: FlowListItem }) {
  if (flow.executions === 0) return <span className="text-subtle">No executions</span>
  const list = `/p/${projectId}/executions?flow=${flow.id}&range=day`
  return (
    <span className="tabular-nums">
      <Link href={list} className="rounded-sm hover:underline">
        {flow.executions.toLocaleString('en')} {flow.executions === 1 ? 'execution' : 'executions'}
      </Link>
      {flow.failures > 0 ? (
        <>
          {' · '}
          <Link href={`${list}&status=failed`} className="rounded-sm text-danger hover:underline">
            {flow.failures.toLocaleString('en')} failed
          </Link>
        </>
      ) : null}
    </span>
  )
}

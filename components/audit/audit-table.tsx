'use client'

import { ChevronRight } from 'lucide-react'
import { Fragment, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { type AuditEvent, toChanges } from '@/lib/audit/types'
import type { Json } from '@/lib/language/json'
import { actorLabels } from './actor-labels'

/** The lines of the audit log; each opens to what was changed. */
export function AuditTable({ events }: { events: AuditEvent[] }) {
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Table label="Audit log">
      <TableHeader>
        <tr>
          <TableHead className="w-8 pr-0">
            <span className="sr-only">Details</span>
          </TableHead>
          <TableHead className="max-sm:hidden">When</TableHead>
          <TableHead>Who</TableHead>
          <TableHead>Action</TableHead>
          <TableHead>Target</TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {events.map((event) => (
          <Fragment key={event.id}>
            <AuditRow
              event={event}
              open={open === event.id}
              onToggle={() => setOpen(open === event.id ? null : event.id)}
            />
            {open === event.id ? (
              <tr>
                <td colSpan={5} className="bg-canvas px-4 py-3 sm:pl-12" id={`audit-${event.id}`}>
                  <AuditDetails event={event} />
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </TableBody>
    </Table>
  )
}

interface AuditRowProps {
  event: AuditEvent
  open: boolean
  onToggle: () => void
}

function AuditRow({ event, open, onToggle }: AuditRowProps) {
  const { actor, action, severity, targetId, data } = event
  const name = typeof data.name === 'string' ? data.name : null
  return (
    <TableRow className="hover:bg-hover">
      <TableCell className="pr-0">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={`audit-${event.id}`}
          aria-label={`Details of ${action}`}
          onClick={onToggle}
          className="grid size-6 place-items-center rounded text-subtle hover:text-fg"
        >
          <ChevronRight aria-hidden className={cn('size-4 transition-transform', open && 'rotate-90')} />
        </button>
      </TableCell>
      <TableCell className="whitespace-nowrap text-muted max-sm:hidden">
        <RelativeTime value={event.at} />
      </TableCell>
      <TableCell>
        <span className="block max-w-28 truncate sm:max-w-52">{actor.name || actor.id}</span>
        <span className="block whitespace-nowrap text-subtle text-xs sm:hidden">
          <RelativeTime value={event.at} />
        </span>
        {actor.type === 'operator' ? null : (
          <span className="block text-subtle text-xs">{actorLabels[actor.type]}</span>
        )}
      </TableCell>
      <TableCell>
        <span className="flex items-center gap-2">
          <code className="font-mono text-xs">{action}</code>
          {severity === 'info' ? null : <Badge tone={severity === 'error' ? 'danger' : 'warning'}>{severity}</Badge>}
        </span>
      </TableCell>
      <TableCell className="max-w-64">
        <span className="block truncate">{name ?? targetId ?? '–'}</span>
      </TableCell>
    </TableRow>
  )
}

function AuditDetails({ event }: { event: AuditEvent }) {
  const changes = toChanges(event)
  const facts: [string, string][] = [
    ['Time', new Date(event.at).toLocaleString()],
    ['Who', `${actorLabels[event.actor.type]} ${event.actor.id}`],
    ...pair('Address', event.actor.ipAddress),
    ...pair('Target', event.targetId),
    ...pair('User', event.userId),
    ...pair('Tenant', event.tenantId),
    ...Object.entries(event.data).map(([key, value]): [string, string] => [key, toShown(value)]),
  ]
  return (
    <div className="grid gap-4">
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 text-xs">
        {facts.map(([term, value]) => (
          <Fragment key={term}>
            <dt className="text-subtle">{term}</dt>
            <dd className="break-all font-mono">{value}</dd>
          </Fragment>
        ))}
      </dl>
      {changes.length > 0 ? (
        <table className="w-full table-fixed border-collapse text-xs">
          <caption className="mb-1 text-left text-subtle">What changed</caption>
          <thead>
            <tr className="text-left text-subtle">
              <th scope="col" className="w-1/4 py-1 pr-3 font-medium">
                Field
              </th>
              <th scope="col" className="py-1 pr-3 font-medium">
                Before
              </th>
              <th scope="col" className="py-1 font-medium">
                After
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line align-top font-mono">
            {changes.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row" className="break-all py-1 pr-3 text-left font-normal">
                  {field}
                </th>
                <td className="whitespace-pre-wrap break-all py-1 pr-3 text-muted">{toShown(before)}</td>
                <td className="whitespace-pre-wrap break-all py-1">{toShown(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  )
}

function pair(term: string, value: string | null): [string, string][] {
  return value ? [[term, value]] : []
}

function toShown(value: Json | undefined): string {
  if (value === undefined) return '–'
  return typeof value === 'string' ? value || '“”' : JSON.stringify(value, null, 1)
}

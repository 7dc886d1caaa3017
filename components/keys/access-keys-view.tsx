'use client'

import { Bot, Plus } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Pager } from '@/components/ui/pager'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { AccessKeyView } from '@/lib/identity/access-keys/schema'
import { AccessKeyMenu } from './access-key-menu'
import { CreateAccessKeyDialog } from './create-access-key-dialog'

export interface AccessKeysViewProps {
  projectId: string
  keys: readonly AccessKeyView[]
  previousCursor: string | null
  nextCursor: string | null
}

/** Keys of machines and programs, which they exchange for session JWTs. */
export function AccessKeysView({ projectId, keys, previousCursor, nextCursor }: AccessKeysViewProps) {
  const [creating, setCreating] = useState(false)
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> Create access key
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Access keys"
        description="Machines exchange these for short-lived session JWTs, in their own name or in a user’s."
        actions={keys.length > 0 ? create : null}
      />
      {keys.length === 0 ? (
        <EmptyState
          icon={Bot}
          title="No access key yet"
          description="Create one for a program that calls your APIs: it exchanges the key by POST /v1/auth/accesskey/exchange or with an SDK’s exchangeAccessKey."
        >
          {create}
        </EmptyState>
      ) : (
        <>
          <Table label="Access keys">
            <TableHeader>
              <TableRow>
                <TableHead>Name</TableHead>
                <TableHead>Key</TableHead>
                <TableHead>May act as</TableHead>
                <TableHead>Expires</TableHead>
                <TableHead>Last used</TableHead>
                <TableHead>Created</TableHead>
                <TableHead className="w-10">
                  <span className="sr-only">Actions</span>
                </TableHead>
              </TableRow>
            </TableHeader>
            <TableBody>
              {keys.map((key) => (
                <KeyRow key={key.id} projectId={projectId} accessKey={key} />
              ))}
            </TableBody>
          </Table>
          <Pager
            summary={`${keys.length} on this page`}
            query={{ kind: 'access' }}
            previousCursor={previousCursor}
            nextCursor={nextCursor}
          />
        </>
      )}
      <CreateAccessKeyDialog projectId={projectId} open={creating} onOpenChange={setCreating} />
    </>
  )
}

function KeyRow({ projectId, accessKey: key }: { projectId: string; accessKey: AccessKeyView }) {
  const expired = key.expiresAt !== null && Date.parse(key.expiresAt) <= Date.now()
  return (
    <TableRow className={key.active && !expired ? undefined : 'text-subtle'}>
      <TableCell className="min-w-40 font-medium">
        <span className="mr-2">{key.name}</span>
        {key.active ? null : <Badge>Deactivated</Badge>}
        {key.description ? <p className="font-normal text-muted text-xs">{key.description}</p> : null}
      </TableCell>
      <TableCell className="whitespace-nowrap font-mono text-xs">
        <span aria-hidden>••••{key.hint}</span>
        <span className="sr-only">ends in {key.hint}</span>
      </TableCell>
      <TableCell className="min-w-40 text-xs">
        <Rights accessKey={key} />
      </TableCell>
      <TableCell className="whitespace-nowrap text-muted">
        {key.expiresAt === null ? 'Never' : expired ? <Badge>Expired</Badge> : <RelativeTime value={key.expiresAt} />}
      </TableCell>
      <TableCell className="whitespace-nowrap text-muted">
        {key.lastUsedAt ? <RelativeTime value={key.lastUsedAt} /> : 'Never'}
      </TableCell>
      <TableCell className="whitespace-nowrap text-muted">
        <RelativeTime value={key.createdAt} />
        {key.createdBy ? <span className="text-subtle"> by {key.createdBy}</span> : null}
      </TableCell>
      <TableCell className="text-right">
        <AccessKeyMenu projectId={projectId} accessKey={key} />
      </TableCell>
    </TableRow>
  )
}

/** Whose tokens a key gets, where, and from where. */
function Rights({ accessKey: { boundUserId, roleNames, tenants, permittedIps } }: { accessKey: AccessKeyView }) {
  return (
    <>
      <p>{boundUserId ? <code className="break-all font-mono">{boundUserId}</code> : 'Itself'}</p>
      {roleNames.length > 0 ? <p className="text-muted">Roles: {roleNames.join(', ')}</p> : null}
      {tenants.length > 0 ? (
        <p className="text-muted">
          Tenants:{' '}
          {tenants
            .map(({ tenantId, roleNames: roles }) =>
              roles.length > 0 ? `${tenantId} (${roles.join(', ')})` : tenantId,
            )
            .join(', ')}
        </p>
      ) : null}
      {permittedIps.length > 0 ? <p className="text-muted">From: {permittedIps.join(', ')}</p> : null}
    </>
  )
}

'use client'

import { KeyRound, Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { revokeKey } from '@/lib/console/actions'
import { CreateKeyDialog } from './create-key-dialog'

export interface KeyView {
  id: string
  name: string
  hint: string
  createdAt: Date
  createdBy: string | null
  lastUsedAt: Date | null
  revokedAt: Date | null
}

export function KeysView({ projectId, keys }: { projectId: string; keys: readonly KeyView[] }) {
  const router = useRouter()
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<KeyView | null>(null)
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> Create key
    </Button>
  )

  async function revoke(key: KeyView) {
    const result = await revokeKey({ projectId, keyId: key.id })
    if (result.ok) toast.success(`The key ${key.name} does not work any more.`)
    else toast.error(result.message)
    router.refresh()
  }

  return (
    <>
      <PageHeader
        title="Management keys"
        description="Your servers run management flows with these. A key may do all that an admin may; keep it out of browsers and apps."
        actions={keys.length > 0 ? create : null}
      />
      {keys.length === 0 ? (
        <EmptyState
          icon={KeyRound}
          title="No management key yet"
          description="Create one to run flows from your own servers by POST /v1/mgmt/flow/run, or from a pipeline."
        >
          {create}
        </EmptyState>
      ) : (
        <Table label="Management keys">
          <TableHeader>
            <TableRow>
              <TableHead>Name</TableHead>
              <TableHead>Key</TableHead>
              <TableHead>Last used</TableHead>
              <TableHead>Created</TableHead>
              <TableHead className="w-24">
                <span className="sr-only">Actions</span>
              </TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {keys.map((key) => (
              <TableRow key={key.id} className={key.revokedAt ? 'text-subtle' : undefined}>
                <TableCell className="font-medium">
                  <span className="mr-2">{key.name}</span>
                  {key.revokedAt ? <Badge>Revoked</Badge> : null}
                </TableCell>
                <TableCell className="whitespace-nowrap font-mono text-xs">
                  <span aria-hidden>••••{key.hint}</span>
                  <span className="sr-only">ends in {key.hint}</span>
                </TableCell>
                <TableCell className="whitespace-nowrap text-muted">
                  {key.lastUsedAt ? <RelativeTime value={key.lastUsedAt} /> : 'Never'}
                </TableCell>
                <TableCell className="whitespace-nowrap text-muted">
                  <RelativeTime value={key.createdAt} />
                  <span className="text-subtle"> {key.createdBy ? `by ${key.createdBy}` : 'on the command line'}</span>
                </TableCell>
                <TableCell className="text-right">
                  {key.revokedAt ? null : (
                    <Button size="sm" variant="danger-ghost" onClick={() => setRevoking(key)}>
                      Revoke<span className="sr-only"> {key.name}</span>
                    </Button>
                  )}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <CreateKeyDialog projectId={projectId} open={creating} onOpenChange={setCreating} />
      {revoking ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setRevoking(null))}
          title={`Revoke ${revoking.name}?`}
          description="Every server that uses this key is refused from now on. This cannot be undone."
          confirmLabel="Revoke key"
          onConfirm={() => revoke(revoking)}
        />
      ) : null}
    </>
  )
}

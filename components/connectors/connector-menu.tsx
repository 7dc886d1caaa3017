'use client'

import { Copy, Ellipsis, SquarePen, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { DeleteConnectorDialog } from './delete-connector-dialog'

export interface ConnectorMenuProps {
  projectId: string
  connector: { id: string; name: string }
  canWrite: boolean
  /** On the connector's own page: without Open, and back to the list after a deletion. */
  onPage?: boolean
}

export function ConnectorMenu({ projectId, connector, canWrite, onPage }: ConnectorMenuProps) {
  const router = useRouter()
  const [deleting, setDeleting] = useState(false)
  const list = `/p/${projectId}/connectors`
  if (onPage && !canWrite) return null

  async function duplicate() {
    try {
      const { id } = await fetchJson<{ id: string }>(projectPath(projectId, 'connectors', connector.id, 'duplicate'), {
        method: 'POST',
        body: {},
      })
      toast.success(`${connector.name} was duplicated with its secrets.`, {
        action: { label: 'Open the copy', onClick: () => router.push(`${list}/${id}`) },
      })
      router.refresh()
    } catch (error) {
      toast.error(asApiError(error).message)
    }
  }

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant={onPage ? 'secondary' : 'ghost'}
            size={onPage ? 'icon' : 'icon-sm'}
            aria-label={`Actions of ${connector.name}`}
          >
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {onPage ? null : (
            <DropdownMenuItem asChild>
              <Link href={`${list}/${connector.id}`}>
                <SquarePen aria-hidden /> Open
              </Link>
            </DropdownMenuItem>
          )}
          {canWrite ? (
            <>
              <DropdownMenuItem onSelect={duplicate}>
                <Copy aria-hidden /> Duplicate
              </DropdownMenuItem>
              <DropdownMenuSeparator />
              <DropdownMenuItem destructive onSelect={() => setDeleting(true)}>
                <Trash2 aria-hidden /> Delete…
              </DropdownMenuItem>
            </>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      {deleting ? (
        <DeleteConnectorDialog
          projectId={projectId}
          connector={connector}
          onClose={() => setDeleting(false)}
          onDeleted={() => (onPage ? router.push(list) : undefined)}
        />
      ) : null}
    </>
  )
}

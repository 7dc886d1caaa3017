'use client'

import { Ellipsis, KeyRound, SquarePen, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { DeleteAppDialog } from './delete-app-dialog'

export interface AppMenuProps {
  projectId: string
  app: { id: string; name: string }
  canWrite: boolean
  /** On the connection's own page: without what leads there, and back to the list after a deletion. */
  onPage?: boolean
}

export function AppMenu({ projectId, app, canWrite, onPage }: AppMenuProps) {
  const router = useRouter()
  const [deleting, setDeleting] = useState(false)
  const list = `/p/${projectId}/connections`
  if (onPage && !canWrite) return null
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant={onPage ? 'secondary' : 'ghost'}
            size={onPage ? 'icon' : 'icon-sm'}
            aria-label={`Actions of ${app.name}`}
          >
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {onPage ? null : (
            <>
              <DropdownMenuItem asChild>
                <Link href={`${list}/${app.id}`}>
                  <SquarePen aria-hidden /> Open
                </Link>
              </DropdownMenuItem>
              <DropdownMenuItem asChild>
                <Link href={`${list}/${app.id}/tokens`}>
                  <KeyRound aria-hidden /> Tokens
                </Link>
              </DropdownMenuItem>
            </>
          )}
          {canWrite ? (
            <>
              {onPage ? null : <DropdownMenuSeparator />}
              <DropdownMenuItem destructive onSelect={() => setDeleting(true)}>
                <Trash2 aria-hidden /> Delete…
              </DropdownMenuItem>
            </>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      {deleting ? (
        <DeleteAppDialog
          projectId={projectId}
          app={app}
          onClose={() => setDeleting(false)}
          onDeleted={() => (onPage ? router.push(list) : router.refresh())}
        />
      ) : null}
    </>
  )
}

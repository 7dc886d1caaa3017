'use client'

import { AppWindow, CircleSlash, Copy, Download, Ellipsis, PlayCircle, SquarePen, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { attempt } from '@/components/api/attempt'
import { downloadJson } from '@/components/messages/download-json'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { duplicateFlow, exportFlow, setFlowDisabled } from '@/lib/flow-catalog/actions'
import type { FlowListItem } from '@/lib/flow-catalog/schema'
import { DeleteFlowDialog } from './delete-flow-dialog'
import { HostedPageDialog } from './hosted-page-dialog'

export interface FlowRowMenuProps {
  projectId: string
  flow: FlowListItem
  canWrite: boolean
  hostedUrl: string
}

export function FlowRowMenu({ projectId, flow, canWrite, hostedUrl }: FlowRowMenuProps) {
  const router = useRouter()
  const [deleting, setDeleting] = useState(false)
  const [showingPage, setShowingPage] = useState(false)
  const reference = { projectId, flowId: flow.id }
  const href = `/p/${projectId}/flows/${flow.id}`

  async function duplicate() {
    const result = await attempt(duplicateFlow(reference))
    if (!result.ok) return void toast.error(result.message)
    const { id } = result.data
    toast.success(`${flow.name} was duplicated.`, {
      action: { label: 'Open the copy', onClick: () => router.push(`/p/${projectId}/flows/${id}`) },
    })
    router.refresh()
  }

  async function setDisabled(disabled: boolean) {
    const result = await attempt(setFlowDisabled({ ...reference, disabled }))
    if (!result.ok) return void toast.error(result.message)
    toast.success(disabled ? `${flow.name} takes no new executions now.` : `${flow.name} takes executions again.`)
    router.refresh()
  }

  async function download() {
    const result = await attempt(exportFlow(reference))
    if (result.ok) downloadJson(`${flow.id}.flow.json`, result.data)
    else toast.error(result.message)
  }

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={`Actions of ${flow.name}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem asChild>
            <Link href={href}>
              <SquarePen aria-hidden /> Open
            </Link>
          </DropdownMenuItem>
          {flow.kind === 'interactive' && flow.liveVersion !== null ? (
            <DropdownMenuItem onSelect={() => setShowingPage(true)}>
              <AppWindow aria-hidden /> Hosted page…
            </DropdownMenuItem>
          ) : null}
          <DropdownMenuItem onSelect={download}>
            <Download aria-hidden /> Export
          </DropdownMenuItem>
          {canWrite ? (
            <>
              <DropdownMenuItem onSelect={duplicate}>
                <Copy aria-hidden /> Duplicate
              </DropdownMenuItem>
              <DropdownMenuItem onSelect={() => setDisabled(!flow.disabled)}>
                {flow.disabled ? <PlayCircle aria-hidden /> : <CircleSlash aria-hidden />}
                {flow.disabled ? 'Enable' : 'Disable'}
              </DropdownMenuItem>
              <DropdownMenuSeparator />
              <DropdownMenuItem destructive onSelect={() => setDeleting(true)}>
                <Trash2 aria-hidden /> Delete…
              </DropdownMenuItem>
            </>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      {showingPage ? (
        <HostedPageDialog
          projectId={projectId}
          flow={flow}
          hostedUrl={hostedUrl}
          onClose={() => setShowingPage(false)}
        />
      ) : null}
      {deleting ? <DeleteFlowDialog projectId={projectId} flow={flow} onClose={() => setDeleting(false)} /> : null}
    </>
  )
}

'use client'

import { Download } from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '@/components/ui/dropdown-menu'
import type { RunnerMessage } from '@/lib/engine/message'
import { downloadJson } from './download-json'
import { toHar } from './to-har'

export interface DownloadMenuProps {
  executionId: string
  messages: readonly RunnerMessage[]
}

/** Saves an execution to a file: every message, or its HTTP exchanges for other tools. Secrets are masked in both. */
export function DownloadMenu({ executionId, messages }: DownloadMenuProps) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label="Download messages" size="icon-sm">
          <Download aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => downloadJson(`execution-${executionId}.json`, { executionId, messages })}>
          All messages as JSON
        </DropdownMenuItem>
        <DropdownMenuItem
          disabled={!messages.some(({ type }) => type === 'connector' || type === 'exchange')}
          onSelect={() => downloadJson(`execution-${executionId}.har`, toHar(executionId, messages))}
        >
          HTTP calls as HAR
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}

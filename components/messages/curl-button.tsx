'use client'

import { useMemo } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import type { CallRequest, SignedText } from './connector-record'
import { toCurl } from './to-curl'

interface CurlButtonProps {
  request: CallRequest
  insecure: boolean
  signed: readonly SignedText[]
}

/** Copies a request as a curl command, and says what has to be filled in before it runs. */
export function CurlButton({ request, insecure, signed }: CurlButtonProps) {
  const { command, variables, notes } = useMemo(
    () => toCurl(request, { insecure, signed }),
    [request, insecure, signed],
  )
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <CopyButton value={command} label="Copy as curl" showLabel size="sm" />
      {variables.length > 0 ? (
        <p className="text-subtle text-xs">
          The command reads each secret from a variable. Set{' '}
          <code className="break-all font-mono">{variables.map((name) => `$${name}`).join(', ')}</code> in your shell
          first.
        </p>
      ) : null}
      {notes.map((note) => (
        <p key={note} className="text-subtle text-xs">
          {note}
        </p>
      ))}
      {request.bodyTruncated ? (
        <p className="text-warning text-xs">Only the beginning of the body was kept, so the command sends no more.</p>
      ) : null}
    </div>
  )
}

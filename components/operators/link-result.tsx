'use client'

import { CopyButton } from '@/components/ui/copy-button'
import { Input } from '@/components/ui/input'

/** A one-time link to hand over, shown once. */
export function LinkResult({ url, label }: { url: string; label: string }) {
  return (
    <div className="flex gap-2">
      <Input
        readOnly
        aria-label={label}
        value={url}
        className="font-mono text-xs"
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={url} label="Copy link" showLabel variant="primary" />
    </div>
  )
}

'use client'

import { ChevronRight, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useId, useState } from 'react'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Badge } from '@/components/ui/badge'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { JsonView } from '@/components/ui/json-view'
import { RelativeTime } from '@/components/ui/relative-time'
import { removeConnectorExample } from '@/lib/connectors/examples/actions'
import type { ConnectorExample } from '@/lib/connectors/examples/schema'

export interface ExampleListProps {
  projectId: string
  connectorId: string
  examples: readonly ConnectorExample[]
  canWrite: boolean
}

/** The kept answers of a connector's calls, each to be looked at and removed. */
export function ExampleList({ projectId, connectorId, examples, canWrite }: ExampleListProps) {
  const router = useRouter()
  const [removing, setRemoving] = useState<ConnectorExample | null>(null)
  if (examples.length === 0) return null

  async function remove({ action, target, version }: ConnectorExample): Promise<boolean> {
    const result = await removeConnectorExample({ projectId, connectorId, action, target, version }).catch(() => null)
    if (!result) toast.error('The server could not be reached. Try again.')
    else if (!result.ok) toast.error(result.message)
    router.refresh()
    return result?.ok ?? false
  }

  return (
    <section aria-label="Examples" className="grid min-w-0 gap-2 border-line border-t pt-4">
      <h3 className="font-semibold text-sm">Examples</h3>
      <p className="text-subtle text-xs">
        Kept answers, by call. The flow editor completes from them; send a test again to replace one.
      </p>
      <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line">
        {examples.map((example) => (
          <Example
            key={`${example.action} ${example.target}`}
            example={example}
            onRemove={canWrite ? () => setRemoving(example) : null}
          />
        ))}
      </ul>
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => (open ? undefined : setRemoving(null))}
        title="Remove this example?"
        description={`The flow editor will no longer know what ${removing ? nameOf(removing) : ''} answers. Flows run as before.`}
        confirmLabel="Remove example"
        onConfirm={() => (removing ? remove(removing) : undefined)}
      />
    </section>
  )
}

function Example({ example, onRemove }: { example: ConnectorExample; onRemove: (() => void) | null }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const name = nameOf(example)
  return (
    <li className="min-w-0">
      <div className="flex min-w-0 items-center gap-1 pr-1">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
          className="flex min-w-0 flex-1 items-start gap-2 px-2.5 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2"
        >
          <ChevronRight
            aria-hidden
            className={cn('mt-0.5 size-3.5 shrink-0 text-subtle transition-transform', open && 'rotate-90')}
          />
          <span className="min-w-0">
            <code className="break-all font-mono text-xs">{name}</code>
            <span className="block text-subtle text-xs">
              Kept <RelativeTime value={example.savedAt} />
              {example.savedBy ? ` by ${example.savedBy}` : ''}
            </span>
          </span>
        </button>
        {example.outdated ? <Badge tone="warning">Outdated</Badge> : null}
        {onRemove ? (
          <IconButton label={`Remove the example of ${name}`} size="icon-sm" onClick={onRemove}>
            <Trash2 aria-hidden />
          </IconButton>
        ) : null}
      </div>
      {open ? (
        <div id={id} className="border-line border-t bg-canvas p-2.5">
          {example.outdated ? (
            <p className="mb-2 text-warning text-xs">
              The connector lays out answers otherwise since this was kept, so flows do not use it. Send the test again
              and replace it.
            </p>
          ) : null}
          <JsonView value={example.value} label={`Example of ${name}`} maxHeight={320} />
        </div>
      ) : null}
    </li>
  )
}

function nameOf({ action, target }: ConnectorExample): string {
  return `${action} ${target === '' ? '/' : target}`
}

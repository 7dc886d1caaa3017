'use client'

import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { DialogBody, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from '@/components/ui/dialog'
import type { CopiedSteps } from '@/lib/flow/copied-steps'
import type { PlannedConnector } from './plan-form'

export interface ImportDoneProps {
  projectId: string
  connector: PlannedConnector
  steps: CopiedSteps
}

/** What was made, and the two ways on: the connector's page, and its steps for a flow. */
export function ImportDone({ projectId, connector, steps }: ImportDoneProps) {
  const count = Object.keys(steps.steps).length
  return (
    <>
      <DialogHeader>
        <DialogTitle>{connector.isNew ? `${connector.name} was created` : `Steps for ${connector.name}`}</DialogTitle>
        <DialogDescription>
          {count === 0
            ? 'Test it on its page, then add it to a flow as a step.'
            : 'Copy what calls it, open a flow and paste there. Or test the connector on its page first.'}
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        {count === 0 ? null : (
          <ul aria-label="Steps" className="grid gap-1 text-sm">
            {Object.entries(steps.steps)
              .slice(0, 20)
              .map(([id, step]) => (
                <li key={id} className="flex min-w-0 gap-3">
                  <span className="shrink-0">{step.name}</span>
                  <code className="min-w-0 truncate font-mono text-muted text-xs leading-5">
                    {step.kind === 'connector' ? step.endpoint : null}
                  </code>
                </li>
              ))}
            {count > 20 ? <li className="text-subtle">{count - 20} more</li> : null}
          </ul>
        )}
      </DialogBody>
      <DialogFooter>
        {count === 0 ? null : (
          <CopyButton
            showLabel
            label={count === 1 ? 'Copy step' : `Copy ${count} steps`}
            value={() => JSON.stringify(steps, null, 2)}
          />
        )}
        <Button variant="primary" asChild>
          <Link href={`/p/${projectId}/connectors/${connector.id}`}>Open connector</Link>
        </Button>
      </DialogFooter>
    </>
  )
}

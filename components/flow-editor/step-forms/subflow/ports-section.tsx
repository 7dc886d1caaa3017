'use client'

import { CircleCheckBig, CircleX, RefreshCw } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import type { Exit } from '@/lib/steps/subflow/schema'
import { FormSection } from '../form-section'

export interface PortsSectionProps {
  exits: readonly Exit[]
  /** The flow has other ends by now. */
  isOld: boolean
  onUpdate: () => void
}

/** The ports that a subflow step has from the ends of its flow. */
export function PortsSection({ exits, isOld, onUpdate }: PortsSectionProps) {
  return (
    <FormSection
      title="Ports"
      fieldPath="exits"
      description="One for each End step of the flow, and one for errors that none of its steps handles."
    >
      {isOld ? (
        <Callout tone="warning" title="The flow has other ends by now">
          <p>Edges of ends that are still there stay.</p>
          <Button size="sm" variant="secondary" className="mt-2" onClick={onUpdate}>
            <RefreshCw aria-hidden />
            Update ports
          </Button>
        </Callout>
      ) : null}
      <ul className="grid gap-1 text-sm">
        {exits.map(({ id, name, result }) => (
          <li key={id} className="flex items-center gap-2">
            {result === 'success' ? (
              <CircleCheckBig aria-label="Success" className="size-3.5 shrink-0 text-success" />
            ) : (
              <CircleX aria-label="Failure" className="size-3.5 shrink-0 text-danger" />
            )}
            <span className="min-w-0 truncate">{name}</span>
          </li>
        ))}
      </ul>
    </FormSection>
  )
}

'use client'

import { type Control, useController } from 'react-hook-form'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import { NumberField } from '../../fields/plain-field'
import { useFieldSlot } from '../step-form-context'

/** How long a call may take. */
export function TimeoutField({ control }: { control: Control<ConnectorStep> }) {
  const slot = useFieldSlot()
  const timeout = useController({ control, name: 'timeoutSeconds' }).field
  return (
    <NumberField
      label="Timeout"
      className="max-w-40"
      min={1}
      max={120}
      placeholder="10"
      value={timeout.value}
      onChange={timeout.onChange}
      aside={<span className="text-subtle text-xs">seconds</span>}
      {...slot(['timeoutSeconds'], timeout.value)}
    />
  )
}

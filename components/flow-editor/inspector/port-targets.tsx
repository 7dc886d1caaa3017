'use client'

import { ArrowRight } from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import { stepName, stepPorts } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { useViewport } from '../canvas/use-viewport'
import { ChoiceField } from '../fields/plain-field'
import { FormSection } from '../step-forms/form-section'
import { useEditor, useEditorApi } from '../store/context'
import { setConnection } from '../store/editing'
import { selectSteps } from '../store/view-actions'

const NONE = 'none'

/** Where each port leads: the canvas's edges, for those who do not draw with a pointer. */
export function PortTargets({ stepId, step }: { stepId: string; step: Step }) {
  const editor = useEditorApi()
  const steps = useEditor((state) => state.document.steps)
  const readOnly = useEditor((state) => state.readOnly)
  const { reveal } = useViewport()
  const ports = stepPorts(step)
  if (ports.length === 0) return null
  const targets = Object.entries(steps)
    .filter(([, target]) => target.kind !== 'start')
    .map(([id, target]) => ({
      value: `to:${id}`,
      label: stepName(target),
      description: id === stepId ? 'this step' : id,
    }))
  return (
    <FormSection title={ports.length === 1 ? 'Leads to' : 'Ports lead to'} fieldPath="next">
      {ports.map((port) => {
        const target = step.next[port.id]
        const connected = target !== undefined && Object.hasOwn(steps, target)
        return (
          <div key={port.id} className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-1">
            <ChoiceField
              fieldPath={`next.${port.id}`}
              disabled={readOnly}
              label={
                <span className={port.error ? 'text-danger' : undefined}>
                  <span className="sr-only">Connect port </span>
                  {port.label}
                </span>
              }
              value={connected ? `to:${target}` : NONE}
              options={[{ value: NONE, label: 'Not connected', description: undefined }, ...targets]}
              onChange={(value) =>
                setConnection(editor, { stepId, port: port.id }, value === NONE ? null : value.slice('to:'.length))
              }
            />
            <IconButton
              label={connected ? 'Go to this step' : 'Leads nowhere yet'}
              disabled={!connected}
              onClick={() => {
                if (target === undefined) return
                selectSteps(editor, [target])
                reveal(target)
              }}
            >
              <ArrowRight aria-hidden />
            </IconButton>
          </div>
        )
      })}
    </FormSection>
  )
}

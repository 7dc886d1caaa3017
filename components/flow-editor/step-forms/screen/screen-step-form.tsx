'use client'

import { useState } from 'react'
import { useController } from 'react-hook-form'
import { screenDefinition } from '@/lib/steps/screen/definition'
import type { ScreenStep } from '@/lib/steps/screen/schema'
import { StepFormFrame, type StepFormProps } from '../step-form-frame'
import { StepNameField } from '../step-name-field'
import { useStepForm } from '../use-step-form'
import { ComponentList } from './component-list'
import { ScreenEditor } from './screen-editor'
import { ScreenPreview } from './screen-preview'
import { useComponentEdits, useWantedComponent } from './use-component-edits'

export function ScreenStepForm({ stepId, step }: StepFormProps<ScreenStep>) {
  const { form, sync } = useStepForm(stepId, step, screenDefinition.publishableSchema)
  const name = useController({ control: form.control, name: 'name' }).field
  const components = useController({ control: form.control, name: 'components' }).field
  const [editing, setEditing] = useState(false)
  const edits = useComponentEdits(components.value, (next, entry) => {
    components.onChange(next)
    if (entry) sync.commit(entry)
  })
  return (
    <StepFormFrame stepId={stepId} form={form} sync={sync}>
      <WantedComponent onWanted={edits.setOpen} />
      <StepNameField value={name.value} onChange={name.onChange} />
      <ScreenEditor name={name.value} edits={edits} open={editing} onOpenChange={setEditing} />
      <ScreenPreview components={components.value} />
      {/* In one place at a time: both would answer to a move by keyboard. */}
      {editing ? null : <ComponentList edits={edits} />}
    </StepFormFrame>
  )
}

function WantedComponent({ onWanted }: { onWanted: (place: number) => void }) {
  useWantedComponent(onWanted)
  return null
}

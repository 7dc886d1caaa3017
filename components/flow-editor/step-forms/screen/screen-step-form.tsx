'use client'

import { useController } from 'react-hook-form'
import { screenDefinition } from '@/lib/steps/screen/definition'
import type { ScreenStep } from '@/lib/steps/screen/schema'
import { StepFormFrame, type StepFormProps } from '../step-form-frame'
import { StepNameField } from '../step-name-field'
import { useStepForm } from '../use-step-form'
import { ComponentList } from './component-list'
import { ScreenPreview } from './screen-preview'

export function ScreenStepForm({ stepId, step }: StepFormProps<ScreenStep>) {
  const { form, sync } = useStepForm(stepId, step, screenDefinition.publishableSchema)
  const name = useController({ control: form.control, name: 'name' }).field
  const components = useController({ control: form.control, name: 'components' }).field
  return (
    <StepFormFrame stepId={stepId} form={form} sync={sync}>
      <StepNameField value={name.value} onChange={name.onChange} />
      <ScreenPreview components={components.value} />
      <ComponentList
        components={components.value}
        onChange={(next, entry) => {
          components.onChange(next)
          if (entry) sync.commit(entry)
        }}
      />
    </StepFormFrame>
  )
}

'use client'

import { actionDefinition } from '@/lib/steps/action/definition'
import { actionEvents, actionHandling } from '@/lib/steps/action/events'
import { type ActionStep, actionStepSchema } from '@/lib/steps/action/schema'
import { ErrorHandlingFields } from '../error-handling'
import { StepFormFrame, type StepFormProps } from '../step-form-frame'
import { StepNameField } from '../step-name-field'
import { useStepForm } from '../use-step-form'
import { ActionSettings } from './action-fields'

export function ActionForm({ stepId, step }: StepFormProps<ActionStep>) {
  const { form, sync } = useStepForm(stepId, step, actionDefinition.publishableSchema)
  const values = form.watch()
  const set = { shouldValidate: true, shouldTouch: true, shouldDirty: true }
  return (
    <StepFormFrame stepId={stepId} form={form} sync={sync}>
      <StepNameField value={values.name} onChange={(name) => form.setValue('name', name, set)} />
      <ActionSettings
        step={values}
        onChange={(settings, name) => {
          form.setValue('settings', settings, set)
          if (name) sync.commit(name)
        }}
      />
      <ErrorHandlingFields
        events={actionEvents(values)}
        value={actionHandling(values)}
        onChange={(handling, name) => {
          // It has the one event that its action has.
          const changed = actionStepSchema.safeParse({ ...values, errorHandling: handling })
          if (changed.success) form.setValue('errorHandling', changed.data.errorHandling, set)
          if (name) sync.commit(name)
        }}
      />
    </StepFormFrame>
  )
}

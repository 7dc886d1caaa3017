'use client'

import { connectorDefinition } from '@/lib/steps/connector/definition'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import { StepFormFrame, type StepFormProps } from '../step-form-frame'
import { useStepForm } from '../use-step-form'
import { ConnectorFields } from './connector-fields'

export function ConnectorForm({ stepId, step }: StepFormProps<ConnectorStep>) {
  const { form, sync } = useStepForm(stepId, step, connectorDefinition.publishableSchema)
  return (
    <StepFormFrame stepId={stepId} form={form} sync={sync}>
      <ConnectorFields stepId={stepId} control={form.control} commit={sync.commit} />
    </StepFormFrame>
  )
}

'use client'

import { useForm } from 'react-hook-form'
import { connectorDefinition } from '@/lib/steps/connector/definition'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import { StepFormFrame, type StepFormProps } from '../step-form-frame'
import { stepResolver } from '../step-resolver'
import { useStepSync } from '../use-step-form'
import { ConnectorFields } from './connector-fields'

export function ConnectorForm({ stepId, step }: StepFormProps<ConnectorStep>) {
  const form = useForm<ConnectorStep>({
    defaultValues: step,
    resolver: stepResolver<ConnectorStep>(connectorDefinition.publishableSchema),
    mode: 'onChange',
  })
  const sync = useStepSync(stepId, step, form)
  return (
    <StepFormFrame stepId={stepId} form={form} sync={sync}>
      <ConnectorFields stepId={stepId} control={form.control} commit={sync.commit} />
    </StepFormFrame>
  )
}

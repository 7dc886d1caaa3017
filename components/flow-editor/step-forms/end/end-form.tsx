'use client'

import { useController } from 'react-hook-form'
import { Field } from '@/components/form/field'
import { Segmented } from '@/components/ui/segmented'
import { endDefinition } from '@/lib/steps/end/definition'
import type { EndStep } from '@/lib/steps/end/schema'
import { StepFormFrame, type StepFormProps } from '../step-form-frame'
import { StepNameField } from '../step-name-field'
import { TypedRows } from '../typed-rows'
import { useStepForm } from '../use-step-form'

const RESULTS = {
  success: 'The execution ends as completed, with these outputs.',
  failure: 'The execution ends as completed with the result failure: the caller reads it with the outputs.',
} as const

export function EndForm({ stepId, step }: StepFormProps<EndStep>) {
  const { form, sync } = useStepForm(stepId, step, endDefinition.publishableSchema)
  const name = useController({ control: form.control, name: 'name' })
  const result = useController({ control: form.control, name: 'result' })
  const outputs = useController({ control: form.control, name: 'outputs' })
  return (
    <StepFormFrame stepId={stepId} form={form} sync={sync}>
      <StepNameField value={name.field.value} onChange={name.field.onChange} />
      <div data-field="result">
        <Field label="Result" description={RESULTS[result.field.value]}>
          {() => (
            <Segmented
              label="Result"
              value={result.field.value}
              onValueChange={(next) => {
                result.field.onChange(next)
                sync.commit('Change result')
              }}
              options={[
                { value: 'success', label: 'Success' },
                { value: 'failure', label: 'Failure' },
              ]}
            />
          )}
        </Field>
      </div>
      <TypedRows
        title="Outputs"
        description={
          outputs.field.value.length === 0 ? 'Values that the caller gets back, by key. None yet.' : undefined
        }
        noun="output"
        path={['outputs']}
        rows={outputs.field.value}
        keyPlaceholder="plan"
        valuePlaceholder="{{connectors.crm.plan}}"
        maxKeyLength={60}
        onChange={(next, name) => {
          outputs.field.onChange(next)
          if (name) sync.commit(name)
        }}
      />
    </StepFormFrame>
  )
}

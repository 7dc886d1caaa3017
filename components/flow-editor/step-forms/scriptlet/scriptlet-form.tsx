'use client'

import { scriptletDefinition, scriptletEvents } from '@/lib/steps/scriptlet/definition'
import type { ScriptletStep } from '@/lib/steps/scriptlet/schema'
import { ContextKeyField } from '../context-key-field'
import { ErrorHandlingFields } from '../error-handling'
import { FormSection } from '../form-section'
import { KeyedNameField } from '../keyed-name-field'
import { StepFormFrame, type StepFormProps } from '../step-form-frame'
import { TypedRows } from '../typed-rows'
import { useStepForm } from '../use-step-form'
import { CodeField } from './code-field'
import { TestPanel } from './test-panel'

export function ScriptletForm({ stepId, step }: StepFormProps<ScriptletStep>) {
  const { form, sync } = useStepForm(stepId, step, scriptletDefinition.publishableSchema)
  const values = form.watch()
  const set = { shouldValidate: true, shouldTouch: true, shouldDirty: true }
  return (
    <StepFormFrame stepId={stepId} form={form} sync={sync}>
      <KeyedNameField stepId={stepId} step={values} onChange={(member, value) => form.setValue(member, value, set)} />
      <CodeField
        value={values.code}
        argumentNames={values.arguments.map(({ key }) => key)}
        onChange={(code) => form.setValue('code', code, set)}
      />
      <TypedRows
        title="Arguments"
        description="The script reads each one as args.<name>. Secret fields are no arguments: no script may read them."
        noun="argument"
        path={['arguments']}
        rows={values.arguments}
        keyLabel="Name"
        keyPlaceholder="plan"
        valuePlaceholder="{{connectors.crm.plan}}"
        maxKeyLength={60}
        onChange={(rows, name) => {
          form.setValue('arguments', rows, set)
          if (name) sync.commit(name)
        }}
      />
      <FormSection title="Result">
        <ContextKeyField
          stepId={stepId}
          root="scripts"
          what="what the script returned"
          value={values.contextKey}
          onChange={(contextKey) => form.setValue('contextKey', contextKey, set)}
        />
      </FormSection>
      <TestPanel code={values.code} rows={values.arguments} />
      <ErrorHandlingFields
        events={scriptletEvents}
        value={values.errorHandling}
        onChange={(handling, name) => {
          form.setValue('errorHandling', handling, set)
          if (name) sync.commit(name)
        }}
      />
    </StepFormFrame>
  )
}

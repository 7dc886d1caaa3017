'use client'

import { scriptletDefinition, scriptletEvents } from '@/lib/steps/scriptlet/definition'
import type { ScriptletStep } from '@/lib/steps/scriptlet/schema'
import { PlainField } from '../../fields/plain-field'
import { useEditor, useEditorApi } from '../../store/context'
import { contextKeyError, followName } from '../context-key'
import { ErrorHandlingFields } from '../error-handling'
import { FormSection } from '../form-section'
import { useFieldSlot } from '../step-form-context'
import { StepFormFrame, type StepFormProps } from '../step-form-frame'
import { StepNameField } from '../step-name-field'
import { TypedRows } from '../typed-rows'
import { useStepForm } from '../use-step-form'
import { CodeField } from './code-field'
import { TestPanel } from './test-panel'

export function ScriptletForm({ stepId, step }: StepFormProps<ScriptletStep>) {
  const { form, sync } = useStepForm(stepId, step, scriptletDefinition.publishableSchema)
  const editor = useEditorApi()
  const values = form.watch()
  const set = { shouldValidate: true, shouldTouch: true, shouldDirty: true }
  return (
    <StepFormFrame stepId={stepId} form={form} sync={sync}>
      <StepNameField
        value={values.name}
        onChange={(name) => {
          const key = followName(editor.document.getState().document, stepId, values, name)
          form.setValue('name', name, set)
          if (key !== values.contextKey) form.setValue('contextKey', key, set)
        }}
      />
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

function ContextKeyField({
  stepId,
  value,
  onChange,
}: {
  stepId: string
  value: string
  onChange: (key: string) => void
}) {
  const taken = useEditor((state) => contextKeyError(state.document, stepId, value))
  const { fieldPath, error } = useFieldSlot()(['contextKey'], value)
  return (
    <PlainField
      label="Context key"
      mono
      maxLength={60}
      value={value}
      onChange={onChange}
      fieldPath={fieldPath}
      error={error ?? taken}
      description={
        <>
          Later steps read what the script returned as{' '}
          <code className="break-all font-mono">{`{{scripts.${value || 'key'}}}`}</code>.
        </>
      }
    />
  )
}

'use client'

import { useEffect } from 'react'
import { sameExits } from '@/lib/flow/subflow-problems'
import { subflowDefinition, subflowEvents } from '@/lib/steps/subflow/definition'
import type { SubflowStep } from '@/lib/steps/subflow/schema'
import { useEditor } from '../../store/context'
import { ContextKeyField } from '../context-key-field'
import { ErrorHandlingFields } from '../error-handling'
import { FormSection } from '../form-section'
import { KeyedNameField } from '../keyed-name-field'
import { useFieldSlot } from '../step-form-context'
import { StepFormFrame, type StepFormProps } from '../step-form-frame'
import { TypedRows } from '../typed-rows'
import { useStepForm } from '../use-step-form'
import { FlowPicker } from './flow-picker'
import { PortsSection } from './ports-section'

export function SubflowForm({ stepId, step }: StepFormProps<SubflowStep>) {
  const { form, sync } = useStepForm(stepId, step, subflowDefinition.publishableSchema)
  const values = form.watch()
  const flow = useEditor((state) => state.values.flows.find(({ id }) => id === values.flow) ?? null)
  const readOnly = useEditor((state) => state.readOnly)
  const set = { shouldValidate: true, shouldTouch: true, shouldDirty: true }
  const updatePorts = () => {
    if (!flow) return
    form.setValue('exits', structuredClone([...flow.exits]), set)
    sync.commit('Update ports')
  }
  // A flow that was just chosen gives the step its ports; later changes are taken over by hand, because edges hang on them.
  const isNew = flow !== null && values.exits.length === 0 && flow.exits.length > 0 && !readOnly
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the flow, not the form
  useEffect(() => {
    if (isNew) updatePorts()
  }, [isNew])
  return (
    <StepFormFrame stepId={stepId} form={form} sync={sync}>
      <KeyedNameField stepId={stepId} step={values} onChange={(member, value) => form.setValue(member, value, set)} />
      <PickedFlow
        value={values.flow}
        name={flow?.name ?? null}
        onChange={(id) => {
          form.setValue('flow', id, set)
          form.setValue('exits', [], set)
          sync.commit('Choose flow')
        }}
      />
      <TypedRows
        title="Inputs"
        description="The flow reads each one as {{subflowInput.<name>}}. It sees nothing else of this flow but the user, the tenant and the claims."
        noun="input"
        path={['inputs']}
        rows={values.inputs}
        keyLabel="Name"
        keyPlaceholder="email"
        valuePlaceholder="{{form.email}}"
        maxKeyLength={60}
        onChange={(rows, name) => {
          form.setValue('inputs', rows, set)
          if (name) sync.commit(name)
        }}
      />
      <PortsSection exits={values.exits} isOld={flow !== null && !sameExits(values, flow)} onUpdate={updatePorts} />
      <FormSection title="Outputs">
        <ContextKeyField
          stepId={stepId}
          root="subflows"
          what="the outputs of the flow"
          value={values.contextKey}
          onChange={(contextKey) => form.setValue('contextKey', contextKey, set)}
        />
      </FormSection>
      <ErrorHandlingFields
        events={subflowEvents}
        value={values.errorHandling}
        goesOnBy={describeGoingOn(values.exits)}
        onChange={(handling, name) => {
          form.setValue('errorHandling', handling, set)
          if (name) sync.commit(name)
        }}
      />
    </StepFormFrame>
  )
}

// Below the frame, which knows the errors of the fields.
function PickedFlow(props: { value: string; name: string | null; onChange: (id: string) => void }) {
  const { fieldPath, error } = useFieldSlot()(['flow'], props.value)
  return <FlowPicker {...props} fieldPath={fieldPath} error={error} />
}

/** An error that is ignored counts as the first end with success. */
function describeGoingOn(exits: SubflowStep['exits']): string {
  const exit = exits.find(({ result }) => result === 'success')
  return exit ? `the port \u201c${exit.name}\u201d` : 'the port of its first End with success'
}

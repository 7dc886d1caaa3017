'use client'

import { type Control, useController } from 'react-hook-form'
import { TemplateField } from '@/components/template/template-field'
import { httpVerbs } from '@/lib/steps/connector/definition'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import { ChoiceField, NumberField, PlainField } from '../../fields/plain-field'
import { useEditor, useEditorApi } from '../../store/context'
import { FormSection } from '../form-section'
import { useFieldSlot } from '../step-form-context'
import { StepNameField } from '../step-name-field'
import { ConnectorPicker } from './connector-picker'
import { contextKeyError, followName } from './context-key'
import { ErrorHandlingFields } from './error-handling'
import { PayloadField } from './payload-field'

export interface ConnectorFieldsProps {
  stepId: string
  control: Control<ConnectorStep>
  commit: (name: string) => void
}

export function ConnectorFields({ stepId, control, commit }: ConnectorFieldsProps) {
  const slot = useFieldSlot()
  const editor = useEditorApi()
  const name = useController({ control, name: 'name' }).field
  const connector = useController({ control, name: 'connector' }).field
  const action = useController({ control, name: 'action' }).field
  const endpoint = useController({ control, name: 'endpoint' }).field
  const payload = useController({ control, name: 'payload' }).field
  const timeout = useController({ control, name: 'timeoutSeconds' }).field
  const contextKey = useController({ control, name: 'contextKey' }).field
  const errorHandling = useController({ control, name: 'errorHandling' }).field
  const baseUrl = useEditor((state) => state.connectors.find((one) => one.id === connector.value)?.detail)
  const keyError = useEditor((state) => contextKeyError(state.document, stepId, contextKey.value))
  const keySlot = slot(['contextKey'], contextKey.value)

  return (
    <>
      <StepNameField
        value={name.value}
        onChange={(next) => {
          const { document } = editor.document.getState()
          const key = followName(document, stepId, { name: name.value, contextKey: contextKey.value }, next)
          name.onChange(next)
          if (key !== contextKey.value) contextKey.onChange(key)
        }}
      />
      <ConnectorPicker
        value={connector.value}
        onChange={(id) => {
          connector.onChange(id)
          commit('Choose connector')
        }}
        {...slot(['connector'], connector.value)}
      />
      <FormSection title="Request">
        <PlainField
          label="Base URL"
          mono
          disabled
          value={baseUrl ?? ''}
          placeholder="Comes from the connector"
          onChange={() => {}}
        />
        <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-start gap-2">
          <ChoiceField
            label="Verb"
            value={httpVerbs.find((verb) => verb === action.value) ?? ''}
            options={httpVerbs.map((verb) => ({ value: verb, label: verb }))}
            onChange={(verb) => {
              action.onChange(verb)
              commit('Change verb')
            }}
            {...slot(['action'], action.value)}
          />
          <TemplateField
            label="Endpoint"
            mono
            maxLength={8_000}
            placeholder="/customers?email={{form.email}}"
            value={endpoint.value}
            onChange={endpoint.onChange}
            {...slot(['endpoint'], endpoint.value)}
          />
        </div>
        <NumberField
          label="Timeout"
          className="max-w-40"
          min={1}
          max={120}
          placeholder="10"
          value={timeout.value}
          onChange={timeout.onChange}
          aside={<span className="text-subtle text-xs">seconds</span>}
          {...slot(['timeoutSeconds'], timeout.value)}
        />
      </FormSection>
      <PayloadField
        value={payload.value}
        action={action.value}
        onChange={(next, entry) => {
          payload.onChange(next)
          if (entry) commit(entry)
        }}
      />
      <FormSection title="Answer">
        <PlainField
          label="Context key"
          mono
          maxLength={60}
          value={contextKey.value}
          onChange={contextKey.onChange}
          fieldPath={keySlot.fieldPath}
          error={keySlot.error ?? keyError}
          description={
            <>
              Later steps read the answer as{' '}
              <code className="break-all font-mono">{`{{connectors.${contextKey.value || 'key'}.…}}`}</code>, its status
              as <code className="font-mono">.statusCode</code>.
            </>
          }
        />
      </FormSection>
      <ErrorHandlingFields
        value={errorHandling.value}
        onChange={(next, entry) => {
          errorHandling.onChange(next)
          if (entry) commit(entry)
        }}
      />
    </>
  )
}

'use client'

import { useRef } from 'react'
import { TemplateArea } from '@/components/template/template-field'
import { Segmented } from '@/components/ui/segmented'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import { JsonTemplateField } from '../../fields/json-template-field'
import { useEditorApi } from '../../store/context'
import { FormSection } from '../form-section'
import { useFieldSlot, useStepFormContext } from '../step-form-context'
import { FormPayload } from './form-payload'

type Payload = ConnectorStep['payload']
type PayloadType = NonNullable<Payload>['type']

const EMPTY: { [T in PayloadType]: Extract<Payload, { type: T }> } = {
  json: { type: 'json', value: {} },
  form: { type: 'form', value: {} },
  text: { type: 'text', value: '' },
}

export interface PayloadFieldProps {
  value: Payload
  action: string
  onChange: (payload: Payload, name?: string) => void
}

/** The body of the request. */
export function PayloadField({ value, action, onChange }: PayloadFieldProps) {
  const slot = useFieldSlot()
  const { stepId, readOnly } = useStepFormContext()
  const { projectId, flowId } = useEditorApi()
  // Looking at another type must not throw away what was written.
  const kept = useRef<Partial<Record<PayloadType, Payload>>>({})
  const unusual = value !== undefined && (action === 'GET' || action === 'HEAD')
  return (
    <FormSection
      title="Payload"
      fieldPath="payload"
      description={
        unusual
          ? `${action} is sent without a payload: this one is left out. Choose another verb to send it.`
          : undefined
      }
      action={
        <Segmented
          size="sm"
          label="Payload type"
          value={value?.type ?? 'none'}
          onValueChange={(type) => {
            if (value) kept.current[value.type] = value
            onChange(type === 'none' ? undefined : (kept.current[type] ?? EMPTY[type]), 'Change payload type')
          }}
          options={[
            { value: 'none', label: 'None' },
            { value: 'json', label: 'JSON' },
            { value: 'form', label: 'Form' },
            { value: 'text', label: 'Text' },
          ]}
        />
      }
    >
      {value?.type === 'json' ? (
        <JsonTemplateField
          label="JSON payload"
          draftKey={`${projectId}/${flowId}/${stepId}/payload`}
          disabled={readOnly}
          value={value.value}
          description="A text that is exactly one {{path}} keeps the type of its value."
          onChange={(json) => onChange({ type: 'json', value: json })}
          {...slot(['payload', 'value'], value.value)}
        />
      ) : null}
      {value?.type === 'form' ? (
        <FormPayload value={value.value} onChange={(rows, name) => onChange({ type: 'form', value: rows }, name)} />
      ) : null}
      {value?.type === 'text' ? (
        <TemplateArea
          label="Text payload"
          mono
          maxLength={100_000}
          value={value.value}
          onChange={(text) => onChange({ type: 'text', value: text })}
          {...slot(['payload', 'value'], value.value)}
        />
      ) : null}
    </FormSection>
  )
}

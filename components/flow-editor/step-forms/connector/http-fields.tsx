'use client'

import { useController } from 'react-hook-form'
import { TemplateField } from '@/components/template/template-field'
import { encodeValue } from '@/lib/connectors/http/encode-value'
import { httpVerbs } from '@/lib/steps/connector/types/http'
import { ChoiceField, PlainField } from '../../fields/plain-field'
import { FormSection } from '../form-section'
import { useFieldSlot } from '../step-form-context'
import { PayloadField } from './payload-field'
import { TimeoutField } from './timeout-field'
import type { CallFieldsProps } from './types'

/** The request of a Generic HTTP connector's step. */
export function HttpFields({ control, commit, chosen }: CallFieldsProps) {
  const slot = useFieldSlot()
  const action = useController({ control, name: 'action' }).field
  const endpoint = useController({ control, name: 'endpoint' }).field
  const payload = useController({ control, name: 'payload' }).field
  return (
    <>
      <FormSection title="Request">
        <PlainField
          label="Base URL"
          mono
          disabled
          value={chosen?.detail ?? ''}
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
            encode={encodeValue}
            value={endpoint.value ?? ''}
            onChange={endpoint.onChange}
            {...slot(['endpoint'], endpoint.value)}
          />
        </div>
        <TimeoutField control={control} />
      </FormSection>
      <PayloadField
        value={payload.value}
        action={action.value}
        onChange={(next, entry) => {
          payload.onChange(next)
          if (entry) commit(entry)
        }}
      />
    </>
  )
}

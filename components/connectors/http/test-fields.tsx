'use client'

import { useWatch } from 'react-hook-form'
import { Field } from '@/components/form/field'
import { Input } from '@/components/ui/input'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select'
import { httpVerbs } from '@/lib/steps/connector/types/http'
import type { TestFieldsProps } from '../connector-form'
import type { ConnectorValues } from './connector-values'
import type { HttpTestInputs } from './test-inputs'
import { TestPayload } from './test-payload'

/** The request of a test: verb, endpoint and payload. */
export function HttpTestFields({ inputs, errors, form, onChange }: TestFieldsProps<ConnectorValues, HttpTestInputs>) {
  const baseUrl = useWatch({ control: form.control, name: 'baseUrl' })
  return (
    <>
      <div className="grid grid-cols-[7rem_minmax(0,1fr)] items-start gap-2">
        <Field label="Verb">
          {(attributes) => (
            <Select
              value={inputs.action}
              onValueChange={(value) => {
                const action = httpVerbs.find((verb) => verb === value)
                if (action) onChange({ action })
              }}
            >
              <SelectTrigger {...attributes} className="font-mono text-xs">
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                {httpVerbs.map((verb) => (
                  <SelectItem key={verb} value={verb} className="font-mono text-xs">
                    {verb}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          )}
        </Field>
        <Field
          label="Endpoint"
          error={errors.endpoint}
          description={
            <span className="break-all">
              Below {baseUrl || 'the base URL'}. May hold {'{{path}}'}.
            </span>
          }
        >
          {(attributes) => (
            <Input
              {...attributes}
              value={inputs.endpoint}
              autoComplete="off"
              spellCheck={false}
              placeholder="/customers?email={{form.email}}"
              className="font-mono text-xs"
              onChange={(event) => onChange({ endpoint: event.target.value })}
            />
          )}
        </Field>
      </div>
      <TestPayload inputs={inputs} errors={errors} onChange={onChange} />
    </>
  )
}

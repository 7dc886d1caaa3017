'use client'

import { Plus, X } from 'lucide-react'
import { Field } from '@/components/form/field'
import { Button, IconButton } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { Textarea } from '@/components/ui/textarea'
import type { TestErrors } from '../test-inputs'
import type { HttpTestInputs, PayloadType } from './test-inputs'

const types: readonly { value: PayloadType; label: string }[] = [
  { value: 'none', label: 'None' },
  { value: 'json', label: 'JSON' },
  { value: 'form', label: 'Form' },
  { value: 'text', label: 'Text' },
]

export interface TestPayloadProps {
  inputs: HttpTestInputs
  errors: TestErrors
  onChange: (part: Partial<HttpTestInputs>) => void
}

/** The body of a test request. Each type keeps what was typed into it. */
export function TestPayload({ inputs, errors, onChange }: TestPayloadProps) {
  return (
    <div className="grid gap-2">
      <div className="flex items-center justify-between gap-2">
        <span className="font-medium text-sm">Payload</span>
        <Segmented
          label="Payload type"
          size="sm"
          value={inputs.payloadType}
          onValueChange={(payloadType) => onChange({ payloadType })}
          options={types}
        />
      </div>
      {inputs.payloadType !== 'none' && (inputs.action === 'GET' || inputs.action === 'HEAD') ? (
        <p className="text-warning text-xs">
          {inputs.action} is sent without a payload: this one is left out. Choose another verb to send it.
        </p>
      ) : null}
      {inputs.payloadType === 'json' ? (
        <Field label="JSON payload" hideLabel error={errors.json}>
          {(attributes) => (
            <Textarea
              {...attributes}
              rows={6}
              spellCheck={false}
              className="font-mono text-xs"
              value={inputs.json}
              onChange={(event) => onChange({ json: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      {inputs.payloadType === 'text' ? (
        <Field label="Text payload" hideLabel error={errors.text}>
          {(attributes) => (
            <Textarea
              {...attributes}
              rows={4}
              spellCheck={false}
              className="font-mono text-xs"
              value={inputs.text}
              onChange={(event) => onChange({ text: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      {inputs.payloadType === 'form' ? (
        <FormRows rows={inputs.form} errors={errors} onChange={(form) => onChange({ form })} />
      ) : null}
    </div>
  )
}

interface FormRowsProps {
  rows: HttpTestInputs['form']
  errors: TestErrors
  onChange: (rows: HttpTestInputs['form']) => void
}

function FormRows({ rows, errors, onChange }: FormRowsProps) {
  const replace = (index: number, part: Partial<HttpTestInputs['form'][number]>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)))
  return (
    <div className="grid gap-2">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div key={index} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-2">
          <Field label={`Name of field ${index + 1}`} hideLabel error={errors[`form.${index}`]}>
            {(attributes) => (
              <Input
                {...attributes}
                autoComplete="off"
                spellCheck={false}
                placeholder="name"
                className="font-mono text-xs"
                value={row.key}
                onChange={(event) => replace(index, { key: event.target.value })}
              />
            )}
          </Field>
          <Field label={`Value of field ${index + 1}`} hideLabel>
            {(attributes) => (
              <Input
                {...attributes}
                autoComplete="off"
                spellCheck={false}
                placeholder="{{form.email}}"
                className="font-mono text-xs"
                value={row.value}
                onChange={(event) => replace(index, { value: event.target.value })}
              />
            )}
          </Field>
          <IconButton
            label={`Remove field ${index + 1}`}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          >
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button size="sm" onClick={() => onChange([...rows, { key: '', value: '' }])}>
          <Plus aria-hidden /> Add field
        </Button>
      </div>
    </div>
  )
}

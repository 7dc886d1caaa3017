'use client'

import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useController } from 'react-hook-form'
import { TemplateField } from '@/components/template/template-field'
import { Button, IconButton } from '@/components/ui/button'
import type { Json } from '@/lib/language/json'
import { readParameter, writeParameter } from '@/lib/steps/connector/types/sql'
import { PlainField } from '../../fields/plain-field'
import { FormSection } from '../form-section'
import { isSame } from '../step-changes'
import { useFieldSlot } from '../step-form-context'
import { TimeoutField } from './timeout-field'
import type { CallFieldsProps } from './types'

const EMPTY = { query: '', parameters: [] }

/** The statement of a SQL connector's step with its parameters. */
export function SqlFields({ control, commit, chosen }: CallFieldsProps) {
  const slot = useFieldSlot()
  const sql = useController({ control, name: 'sql' }).field
  const value = sql.value ?? EMPTY
  return (
    <>
      <FormSection title="Query">
        <PlainField
          label="Database"
          mono
          disabled
          value={chosen?.detail ?? ''}
          placeholder="Comes from the connector"
          onChange={() => {}}
        />
        <PlainField
          label="Statement"
          mono
          multiline
          maxLength={20_000}
          placeholder="SELECT * FROM customers WHERE email = $1"
          value={value.query}
          onChange={(query) => sql.onChange({ ...value, query })}
          description="One statement. Values stand in it as $1, $2 (PostgreSQL) or ? (MySQL), and come as parameters: no value can change it."
          {...slot(['sql', 'query'], value.query)}
        />
        <TimeoutField control={control} />
      </FormSection>
      <Parameters
        value={value.parameters}
        onChange={(parameters, entry) => {
          sql.onChange({ ...value, parameters })
          if (entry) commit(entry)
        }}
      />
    </>
  )
}

interface ParametersProps {
  value: readonly Json[]
  onChange: (value: Json[], entry?: string) => void
}

function Parameters({ value, onChange }: ParametersProps) {
  const slot = useFieldSlot()
  // A text that is half a number or half JSON is another value for a while: what is typed stays as it is.
  const [texts, setTexts] = useState<readonly string[]>(() => value.map(writeParameter))
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    setSeen(value)
    if (!isSame(texts.map(readParameter), value)) setTexts(value.map(writeParameter))
  }
  const change = (next: readonly string[], entry?: string) => {
    setTexts(next)
    onChange(next.map(readParameter), entry)
  }
  return (
    <FormSection
      title="Parameters"
      fieldPath="sql.parameters"
      description="Numbers, true, false and JSON are bound as such, and a text that is exactly one {{path}} with the type of its value."
    >
      {texts.map((text, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: parameters have no identity but their place
          key={index}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-1.5"
        >
          <TemplateField
            label={`Parameter ${index + 1}`}
            hideLabel
            mono
            placeholder="{{form.email}}"
            value={text}
            onChange={(next) => change(texts.map((each, at) => (at === index ? next : each)))}
            {...slot(['sql', 'parameters', index], text)}
          />
          <IconButton
            label={`Remove parameter ${index + 1}`}
            onClick={() =>
              change(
                texts.filter((_, at) => at !== index),
                'Remove parameter',
              )
            }
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button size="sm" variant="ghost" onClick={() => change([...texts, ''], 'Add parameter')}>
          <Plus aria-hidden />
          Add parameter
        </Button>
      </div>
    </FormSection>
  )
}

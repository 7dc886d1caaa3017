'use client'

import { Plus, Trash2 } from 'lucide-react'
import { TemplateArea, TemplateField } from '@/components/template/template-field'
import { Button, IconButton } from '@/components/ui/button'
import { toText } from '@/lib/language/json'
import { type TypedValue, type ValueType, valueTypes } from '@/lib/steps/typed-values'
import { ChoiceField, PlainField } from '../fields/plain-field'
import { FormSection } from './form-section'
import { useFieldSlot } from './step-form-context'

const TYPE_LABELS: Readonly<Record<ValueType, string>> = {
  string: 'Text',
  number: 'Number',
  boolean: 'True or false',
  json: 'JSON',
}

export interface TypedRowsProps {
  title: string
  description: string | undefined
  /** What one row is: `output`. */
  noun: string
  /** Where the rows lie in the step. */
  path: readonly (string | number)[]
  rows: readonly TypedValue[]
  keyPlaceholder: string
  keyLabel?: string
  valuePlaceholder: string
  maxKeyLength: number
  /** `name`: a whole change, to be undone by itself; absent while typing. */
  onChange: (rows: TypedValue[], name?: string) => void
}

/** Rows of a key, a type and a value. */
export function TypedRows({ title, description, noun, path, rows, onChange, ...words }: TypedRowsProps) {
  const slot = useFieldSlot()
  const { error } = slot(path, rows)
  const edit = (index: number, change: Partial<TypedValue>, name?: string) =>
    onChange(
      rows.map((row, at) => (at === index ? { ...row, ...change } : row)),
      name,
    )
  return (
    <FormSection
      title={title}
      fieldPath={path.join('.')}
      description={description}
      error={error}
      action={
        <Button
          size="sm"
          variant="ghost"
          onClick={() => onChange([...rows, { key: '', type: 'string', value: '' }], `Add ${noun}`)}
        >
          <Plus aria-hidden />
          Add {noun}
        </Button>
      }
    >
      {rows.map((row, index) => {
        const Value = row.type === 'json' ? TemplateArea : TemplateField
        const place = `${noun} ${index + 1}`
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no ids; a key that is typed would remount its field
          <div key={index} className="grid grid-cols-1 gap-2 rounded-lg border border-line p-2.5">
            <div className="grid grid-cols-[minmax(0,1fr)_8rem_auto] items-start gap-2">
              <PlainField
                label={
                  <>
                    {words.keyLabel ?? 'Key'}
                    <span className="sr-only"> of {place}</span>
                  </>
                }
                mono
                maxLength={words.maxKeyLength}
                placeholder={words.keyPlaceholder}
                value={row.key}
                onChange={(key) => edit(index, { key })}
                {...slot([...path, index, 'key'], row.key)}
              />
              <ChoiceField
                label={
                  <>
                    Type<span className="sr-only"> of {place}</span>
                  </>
                }
                value={row.type}
                options={valueTypes.map((type) => ({ value: type, label: TYPE_LABELS[type] }))}
                onChange={(type) => edit(index, { type }, `Change ${noun} type`)}
              />
              <IconButton
                label={`Remove ${row.key || place}`}
                size="icon-sm"
                className="mt-6"
                onClick={() =>
                  onChange(
                    rows.filter((_, at) => at !== index),
                    `Remove ${noun}`,
                  )
                }
              >
                <Trash2 aria-hidden />
              </IconButton>
            </div>
            <Value
              label={
                <>
                  Value<span className="sr-only"> of {place}</span>
                </>
              }
              mono={row.type === 'json'}
              placeholder={row.type === 'boolean' ? 'true, false or {{path}}' : words.valuePlaceholder}
              value={toText(row.value)}
              onChange={(value) => edit(index, { value })}
              {...slot([...path, index, 'value'], row.value)}
            />
          </div>
        )
      })}
    </FormSection>
  )
}

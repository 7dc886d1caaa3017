'use client'

import { Plus, Trash2 } from 'lucide-react'
import { TemplateArea, TemplateField } from '@/components/template/template-field'
import { Button, IconButton } from '@/components/ui/button'
import { toText } from '@/lib/language/json'
import { type EndOutput, outputTypes } from '@/lib/steps/end/schema'
import { ChoiceField, PlainField } from '../../fields/plain-field'
import { FormSection } from '../form-section'
import { useFieldSlot } from '../step-form-context'

const TYPE_LABELS: Record<EndOutput['type'], string> = {
  string: 'Text',
  number: 'Number',
  boolean: 'True or false',
  json: 'JSON',
}

export interface EndOutputsProps {
  outputs: readonly EndOutput[]
  /** `name`: a whole change, to be undone by itself; absent while typing. */
  onChange: (outputs: EndOutput[], name?: string) => void
}

/** What the caller gets when the execution ends here. */
export function EndOutputs({ outputs, onChange }: EndOutputsProps) {
  const slot = useFieldSlot()
  const edit = (index: number, change: Partial<EndOutput>, name?: string) =>
    onChange(
      outputs.map((output, at) => (at === index ? { ...output, ...change } : output)),
      name,
    )
  return (
    <FormSection
      title="Outputs"
      fieldPath="outputs"
      description={outputs.length === 0 ? 'Values that the caller gets back, by key. None yet.' : undefined}
      action={
        <Button
          size="sm"
          variant="ghost"
          onClick={() => onChange([...outputs, { key: '', type: 'string', value: '' }], 'Add output')}
        >
          <Plus aria-hidden />
          Add output
        </Button>
      }
    >
      {outputs.map((output, index) => {
        const Value = output.type === 'json' ? TemplateArea : TemplateField
        const place = `output ${index + 1}`
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: outputs have no ids; a key that is typed would remount its field
          <div key={index} className="grid grid-cols-1 gap-2 rounded-lg border border-line p-2.5">
            <div className="grid grid-cols-[minmax(0,1fr)_8rem_auto] items-start gap-2">
              <PlainField
                label={
                  <>
                    Key<span className="sr-only"> of {place}</span>
                  </>
                }
                mono
                maxLength={60}
                placeholder="plan"
                value={output.key}
                onChange={(key) => edit(index, { key })}
                {...slot(['outputs', index, 'key'], output.key)}
              />
              <ChoiceField
                label={
                  <>
                    Type<span className="sr-only"> of {place}</span>
                  </>
                }
                value={output.type}
                options={outputTypes.map((type) => ({ value: type, label: TYPE_LABELS[type] }))}
                onChange={(type) => edit(index, { type }, 'Change output type')}
              />
              <IconButton
                label={`Remove ${output.key || place}`}
                size="icon-sm"
                className="mt-6"
                onClick={() =>
                  onChange(
                    outputs.filter((_, at) => at !== index),
                    'Remove output',
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
              mono={output.type === 'json'}
              placeholder={output.type === 'boolean' ? 'true, false or {{path}}' : '{{connectors.crm.plan}}'}
              value={toText(output.value)}
              onChange={(value) => edit(index, { value })}
              {...slot(['outputs', index, 'value'], output.value)}
            />
          </div>
        )
      })}
    </FormSection>
  )
}

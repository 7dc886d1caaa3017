'use client'

import { Plus, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { TemplateField } from '@/components/template/template-field'
import { Button, IconButton } from '@/components/ui/button'
import { toText } from '@/lib/language/json'
import type { UpdateUserPropertiesSettings } from '@/lib/steps/action/types/update-user-properties'
import { ATTRIBUTE_PREFIX, userPropertyTypes } from '@/lib/steps/action/types/user-properties'
import { PlainField } from '../../../fields/plain-field'
import { useEditor } from '../../../store/context'
import { FormSection } from '../../form-section'
import { useFieldSlot } from '../../step-form-context'
import type { ActionFieldsProps } from './fields'

type Property = UpdateUserPropertiesSettings['properties'][number]

export function UpdateUserPropertiesFields({ settings, onChange }: ActionFieldsProps<UpdateUserPropertiesSettings>) {
  const slot = useFieldSlot()
  const listId = useId()
  const attributes = useEditor((state) => state.values.userAttributes)
  const known = [...Object.keys(userPropertyTypes), ...attributes.map((name) => `${ATTRIBUTE_PREFIX}${name}`)]
  const { properties } = settings
  const change = (next: Property[], name?: string) => onChange({ properties: next }, name)
  const edit = (index: number, part: Partial<Property>) =>
    change(properties.map((property, at) => (at === index ? { ...property, ...part } : property)))
  return (
    <FormSection
      title="Properties"
      fieldPath="settings.properties"
      error={slot(['settings', 'properties'], properties).error}
      description="Of who has signed in, or was loaded last. Custom attributes are read by their type; an empty value takes one away."
      action={
        <Button
          size="sm"
          variant="ghost"
          onClick={() => change([...properties, { key: '', value: '' }], 'Add property')}
        >
          <Plus aria-hidden />
          Add property
        </Button>
      }
    >
      <datalist id={listId}>
        {known.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      {properties.map((property, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no ids; a key that is typed would remount its field
          key={index}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-1.5 gap-y-2 rounded-lg border border-line p-2.5"
        >
          <PlainField
            label={
              <>
                Key<span className="sr-only"> of property {index + 1}</span>
              </>
            }
            mono
            list={listId}
            maxLength={200}
            placeholder="customAttributes.plan"
            value={property.key}
            onChange={(key) => edit(index, { key })}
            {...slot(['settings', 'properties', index, 'key'], property.key)}
          />
          <IconButton
            label={`Remove ${property.key || `property ${index + 1}`}`}
            size="icon-sm"
            className="mt-6"
            onClick={() =>
              change(
                properties.filter((_, at) => at !== index),
                'Remove property',
              )
            }
          >
            <Trash2 aria-hidden />
          </IconButton>
          <TemplateField
            className="col-span-2"
            label={
              <>
                Value<span className="sr-only"> of property {index + 1}</span>
              </>
            }
            placeholder="{{form.plan}}"
            value={toText(property.value)}
            onChange={(value) => edit(index, { value })}
            {...slot(['settings', 'properties', index, 'value'], property.value)}
          />
        </div>
      ))}
    </FormSection>
  )
}

'use client'

import { useId } from 'react'
import { TemplateArea, TemplateField } from '@/components/template/template-field'
import { Checkbox } from '@/components/ui/checkbox'
import type { ScreenComponent } from '@/lib/steps/screen/schema'
import { ChoiceField, NumberField, PlainField } from '../../fields/plain-field'
import { useFieldSlot } from '../step-form-context'
import { ButtonIdField } from './button-id-field'
import { OptionsEditor } from './options-editor'

export interface ComponentSettingsProps {
  component: ScreenComponent
  index: number
  others: readonly ScreenComponent[]
  onChange: (component: ScreenComponent, name?: string) => void
}

/** The settings of one component, by its type. */
export function ComponentSettings({ component, index, others, onChange }: ComponentSettingsProps) {
  const slot = useFieldSlot()
  const at = (field: string) => ['components', index, field]
  switch (component.type) {
    case 'heading':
      return (
        <TemplateField
          label="Text"
          maxLength={5_000}
          value={component.text}
          onChange={(text) => onChange({ ...component, text })}
          {...slot(at('text'), component.text)}
        />
      )
    case 'text':
      return (
        <TemplateArea
          label="Text"
          maxLength={5_000}
          value={component.text}
          onChange={(text) => onChange({ ...component, text })}
          {...slot(at('text'), component.text)}
        />
      )
    case 'error':
      return null
    case 'button':
      return (
        <>
          <TemplateField
            label="Text"
            maxLength={200}
            value={component.text}
            onChange={(text) => onChange({ ...component, text })}
            {...slot(at('text'), component.text)}
          />
          <div className="grid grid-cols-2 items-start gap-2">
            <ButtonIdField
              value={component.id}
              taken={others.flatMap((other) => (other.type === 'button' ? [other.id] : []))}
              onChange={(id) => onChange({ ...component, id }, 'Rename button id')}
              {...slot(at('id'), component.id)}
            />
            <ChoiceField
              label="Look"
              value={component.variant ?? 'primary'}
              options={[
                { value: 'primary', label: 'Primary' },
                { value: 'secondary', label: 'Secondary' },
              ]}
              onChange={(variant) => onChange({ ...component, variant }, 'Change button look')}
            />
          </div>
          <Toggle
            label="Leaves without checking the inputs"
            description="For Back and Cancel."
            checked={component.skipValidation ?? false}
            onChange={(checked) => onChange({ ...component, skipValidation: checked || undefined }, 'Change button')}
          />
        </>
      )
    default:
      return <InputSettings component={component} index={index} onChange={onChange} />
  }
}

type Input = Extract<ScreenComponent, { name: string }>

function InputSettings({
  component,
  index,
  onChange,
}: {
  component: Input
  index: number
  onChange: (component: ScreenComponent, name?: string) => void
}) {
  const slot = useFieldSlot()
  const at = (field: string) => ['components', index, field]
  return (
    <>
      <PlainField
        label="Label"
        maxLength={200}
        value={component.label}
        onChange={(label) => onChange({ ...component, label })}
        {...slot(at('label'), component.label)}
      />
      <PlainField
        label="Name"
        mono
        maxLength={60}
        value={component.name}
        onChange={(name) => onChange({ ...component, name })}
        description={
          component.type === 'password' ? (
            'A secret field: only a connector step can send it, and it appears in no message.'
          ) : (
            <>
              Read as <code className="break-all font-mono">{`{{form.${component.name || 'name'}}}`}</code>.
            </>
          )
        }
        {...slot(at('name'), component.name)}
      />
      <Toggle
        label={component.type === 'checkbox' ? 'Must be ticked' : 'Required'}
        checked={component.required ?? false}
        onChange={(checked) => onChange({ ...component, required: checked || undefined }, 'Change required')}
      />
      {component.type === 'checkbox' ? (
        <Toggle
          label="Ticked at first"
          checked={component.default ?? false}
          onChange={(checked) => onChange({ ...component, default: checked || undefined }, 'Change first value')}
        />
      ) : null}
      {component.type === 'select' ? (
        <OptionsEditor
          options={component.options}
          path={at('options')}
          onChange={(options, name) => onChange({ ...component, options }, name)}
        />
      ) : null}
      <PlaceholderField component={component} onChange={onChange} />
      {component.type === 'number' ? (
        <div className="grid grid-cols-2 items-start gap-2">
          <NumberField
            label="Least"
            optional
            value={component.min}
            onChange={(min) => onChange({ ...component, min })}
            {...slot(at('min'), component.min)}
          />
          <NumberField
            label="Most"
            optional
            value={component.max}
            onChange={(max) => onChange({ ...component, max })}
            {...slot(at('max'), component.max)}
          />
        </div>
      ) : null}
      {component.type === 'text-input' || component.type === 'email' ? (
        <PlainField
          label="Pattern"
          optional
          mono
          maxLength={1_000}
          placeholder="[A-Z]{2}\d+"
          value={component.pattern ?? ''}
          onChange={(pattern) => onChange({ ...component, pattern: pattern || undefined })}
          description="The whole value must match."
          {...slot(at('pattern'), component.pattern)}
        />
      ) : null}
      {component.type === 'checkbox' || component.type === 'password' ? null : (
        <TemplateField
          label="First value"
          optional
          maxLength={5_000}
          value={component.default ?? ''}
          onChange={(text) => onChange({ ...component, default: text || undefined })}
          {...slot(at('default'), component.default)}
        />
      )}
    </>
  )
}

function PlaceholderField({
  component,
  onChange,
}: {
  component: Input
  onChange: (component: ScreenComponent) => void
}) {
  if (component.type === 'checkbox' || component.type === 'select') return null
  return (
    <PlainField
      label="Placeholder"
      optional
      maxLength={200}
      value={component.placeholder ?? ''}
      onChange={(placeholder) => onChange({ ...component, placeholder: placeholder || undefined })}
    />
  )
}

function Toggle({
  label,
  description,
  checked,
  onChange,
}: {
  label: string
  description?: string
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  const id = useId()
  return (
    <div className="flex items-start gap-2">
      <Checkbox id={id} checked={checked} onCheckedChange={(next) => onChange(next === true)} className="mt-0.5" />
      <label htmlFor={id} className="text-sm">
        {label}
        {description ? <span className="text-subtle text-xs"> {description}</span> : null}
      </label>
    </div>
  )
}

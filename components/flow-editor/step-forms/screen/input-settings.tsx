'use client'

import { TemplateField } from '@/components/template/template-field'
import { isSecretInput } from '@/lib/steps/screen/component'
import type { InputComponent, ScreenComponent } from '@/lib/steps/screen/schema'
import { NumberField, PlainField } from '../../fields/plain-field'
import { useFieldSlot } from '../step-form-context'
import { OptionsEditor } from './options-editor'
import { SettingToggle } from './setting-toggle'

/** The settings that inputs share, and those of their type. */
export function InputSettings({
  component,
  index,
  onChange,
}: {
  component: InputComponent
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
          isSecretInput(component) ? (
            'A secret field: steps can use it once, and it appears in no message and no context.'
          ) : (
            <>
              Read as <code className="break-all font-mono">{`{{form.${component.name || 'name'}}}`}</code>.
            </>
          )
        }
        {...slot(at('name'), component.name)}
      />
      <SettingToggle
        label={component.type === 'checkbox' ? 'Must be ticked' : 'Required'}
        checked={component.required ?? false}
        onChange={(checked) => onChange({ ...component, required: checked || undefined }, 'Change required')}
      />
      {component.type === 'checkbox' ? (
        <SettingToggle
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
      {component.type === 'code' ? (
        <NumberField
          label="Digits"
          optional
          min={4}
          max={10}
          placeholder="Any"
          value={component.digits}
          onChange={(digits) => onChange({ ...component, digits })}
          {...slot(at('digits'), component.digits)}
        />
      ) : null}
      {component.type === 'text-input' || component.type === 'email' || component.type === 'phone' ? (
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
      {component.type === 'checkbox' ||
      component.type === 'password' ||
      component.type === 'code' ||
      component.type === 'api-key' ? null : (
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
  component: InputComponent
  onChange: (component: ScreenComponent) => void
}) {
  if (component.type === 'checkbox' || component.type === 'select' || component.type === 'code') return null
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

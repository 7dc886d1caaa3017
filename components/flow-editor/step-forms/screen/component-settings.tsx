'use client'

import { TemplateArea, TemplateField } from '@/components/template/template-field'
import { isButton } from '@/lib/steps/screen/component'
import type { ScreenComponent } from '@/lib/steps/screen/schema'
import { ChoiceField, NumberField, PlainField } from '../../fields/plain-field'
import { useFieldSlot } from '../step-form-context'
import { AddressField } from './address-field'
import { ButtonIdField } from './button-id-field'
import { InputSettings } from './input-settings'
import { OutboundAppButtonSettings } from './outbound-app-button-settings'
import { SettingToggle } from './setting-toggle'

export interface ComponentSettingsProps<C = ScreenComponent> {
  component: C
  index: number
  others: readonly ScreenComponent[]
  onChange: (component: C, name?: string) => void
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
    case 'link':
      return (
        <>
          <TemplateField
            label="Text"
            maxLength={500}
            value={component.text}
            onChange={(text) => onChange({ ...component, text })}
            {...slot(at('text'), component.text)}
          />
          <AddressField
            label="Address"
            use="link"
            placeholder="https://example.com/terms"
            value={component.url}
            onChange={(url) => onChange({ ...component, url })}
            description="Opens in a new tab."
            {...slot(at('url'), component.url)}
          />
        </>
      )
    case 'image':
      return (
        <>
          <AddressField
            label="Address"
            use="image"
            placeholder="https://example.com/picture.png"
            value={component.url}
            onChange={(url) => onChange({ ...component, url })}
            {...slot(at('url'), component.url)}
          />
          <TemplateField
            label="What it shows"
            optional
            maxLength={300}
            value={component.alt}
            onChange={(alt) => onChange({ ...component, alt })}
            description="Read to people who cannot see it. Leave it empty for decoration."
            {...slot(at('alt'), component.alt)}
          />
          <NumberField
            label="Width in pixels"
            optional
            min={16}
            max={800}
            placeholder="As wide as the screen"
            value={component.width}
            onChange={(width) => onChange({ ...component, width })}
            {...slot(at('width'), component.width)}
          />
        </>
      )
    case 'divider':
      return (
        <PlainField
          label="Word in the line"
          optional
          maxLength={60}
          placeholder="or"
          value={component.text ?? ''}
          onChange={(text) => onChange({ ...component, text: text || undefined })}
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
              taken={others.filter(isButton).map(({ id }) => id)}
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
          <SettingToggle
            label="Leaves without checking the inputs"
            description="For Back and Cancel."
            checked={component.skipValidation ?? false}
            onChange={(checked) => onChange({ ...component, skipValidation: checked || undefined }, 'Change button')}
          />
        </>
      )
    case 'outbound-app-button':
      return <OutboundAppButtonSettings component={component} index={index} others={others} onChange={onChange} />
    default:
      return <InputSettings component={component} index={index} onChange={onChange} />
  }
}

'use client'

import { TemplateField } from '@/components/template/template-field'
import { isButton } from '@/lib/steps/screen/component'
import type { OutboundAppButton, ScreenComponent } from '@/lib/steps/screen/schema'
import { ChoiceField } from '../../fields/plain-field'
import { AppPicker } from '../app-picker'
import { useFieldSlot } from '../step-form-context'
import { ButtonIdField } from './button-id-field'
import { SettingToggle } from './setting-toggle'

export interface OutboundAppButtonSettingsProps {
  component: OutboundAppButton
  index: number
  others: readonly ScreenComponent[]
  onChange: (component: OutboundAppButton, name?: string) => void
}

/** The settings of a button that connects an account. */
export function OutboundAppButtonSettings({ component, index, others, onChange }: OutboundAppButtonSettingsProps) {
  const slot = useFieldSlot()
  const at = (field: string) => ['components', index, field]
  const look = (changes: Partial<OutboundAppButton>) => onChange({ ...component, ...changes }, 'Change button look')
  return (
    <>
      <TemplateField
        label="Text"
        maxLength={200}
        value={component.text}
        onChange={(text) => onChange({ ...component, text })}
        {...slot(at('text'), component.text)}
      />
      <AppPicker
        value={component.app}
        none="The step’s own connection"
        description="Connected by the Outbound App step that the button leads to."
        onChange={(app) => onChange({ ...component, app }, 'Choose connection')}
        {...slot(at('app'), component.app)}
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
          onChange={(variant) => look({ variant })}
        />
        <ChoiceField
          label="Size"
          value={component.size ?? 'medium'}
          options={[
            { value: 'small', label: 'Small' },
            { value: 'medium', label: 'Medium' },
            { value: 'large', label: 'Large' },
          ]}
          onChange={(size) => look({ size })}
        />
        <ChoiceField
          label="Width"
          value={component.width ?? 'full'}
          options={[
            { value: 'full', label: 'As wide as the screen' },
            { value: 'content', label: 'As wide as its text' },
          ]}
          onChange={(width) => look({ width })}
        />
        <ChoiceField
          label="Icon"
          value={component.icon ?? 'logo'}
          options={[
            { value: 'logo', label: 'The connection’s logo' },
            { value: 'none', label: 'None' },
          ]}
          onChange={(icon) => look({ icon })}
        />
      </div>
      <SettingToggle
        label="Leaves without checking the inputs"
        checked={component.skipValidation ?? false}
        onChange={(checked) => onChange({ ...component, skipValidation: checked || undefined }, 'Change button')}
      />
    </>
  )
}

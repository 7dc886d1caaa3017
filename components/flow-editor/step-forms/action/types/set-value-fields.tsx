'use client'

import type { SetValueSettings } from '@/lib/steps/action/types/set-value'
import { TypedRows } from '../../typed-rows'
import type { ActionFieldsProps } from './fields'

export function SetValueFields({ settings, onChange }: ActionFieldsProps<SetValueSettings>) {
  return (
    <TypedRows
      title="Values"
      description="Later steps read each value by its path. Begin a path with values., form. or client."
      noun="value"
      path={['settings', 'values']}
      rows={settings.values}
      keyLabel="Path"
      keyPlaceholder="values.plan"
      valuePlaceholder="{{form.plan}}"
      maxKeyLength={200}
      onChange={(values, name) => onChange({ values }, name)}
    />
  )
}

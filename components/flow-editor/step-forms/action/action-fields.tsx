'use client'

import type { ComponentType } from 'react'
import type { ActionName, ActionStep, SettingsOf } from '@/lib/steps/action/schema'
import type { ActionFieldsProps } from './types/fields'
import { SetValueFields } from './types/set-value-fields'

/** The form of every action's settings. */
const fields = {
  'set-value': SetValueFields,
} satisfies { [A in ActionName]: ComponentType<ActionFieldsProps<SettingsOf<A>>> }

export interface ActionSettingsProps {
  step: ActionStep
  onChange: (settings: ActionStep['settings'], name?: string) => void
}

/** The settings of a step, by its action. */
export function ActionSettings({ step, onChange }: ActionSettingsProps) {
  switch (step.action) {
    case 'set-value': {
      const Fields = fields[step.action]
      return <Fields settings={step.settings} onChange={onChange} />
    }
  }
}

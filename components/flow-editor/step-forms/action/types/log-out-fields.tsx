'use client'

import type { LogOutSettings } from '@/lib/steps/action/types/log-out'
import { FormSection } from '../../form-section'
import type { ActionFieldsProps } from './fields'
import { SwitchField } from './switch-field'

export function LogOutFields({ settings, onChange }: ActionFieldsProps<LogOutSettings>) {
  return (
    <FormSection title="Sessions" description="Clears user.*, tenant.* and jwtClaims.* in any case.">
      <SwitchField
        label="End all sessions of the user"
        description={
          settings.everywhere
            ? 'They must sign in again everywhere. A session JWT that was issued already lapses by itself.'
            : 'Sessions that the user has elsewhere go on.'
        }
        value={settings.everywhere}
        onChange={(everywhere) => onChange({ everywhere }, 'Change sessions')}
      />
    </FormSection>
  )
}

'use client'

import { TemplateField } from '@/components/template/template-field'
import type { LoadUserSettings } from '@/lib/steps/action/types/load-user'
import { FormSection } from '../../form-section'
import { useFieldSlot } from '../../step-form-context'
import type { ActionFieldsProps } from './fields'

export function LoadUserFields({ settings, onChange }: ActionFieldsProps<LoadUserSettings>) {
  const slot = useFieldSlot()
  return (
    <FormSection title="User">
      <TemplateField
        label="Login id or user id"
        required
        maxLength={1_000}
        placeholder="{{client.userId}}"
        description="Nobody is signed in by it. When there is no such user, the step fails with userNotFound."
        value={settings.loginId}
        onChange={(loginId) => onChange({ loginId })}
        {...slot(['settings', 'loginId'], settings.loginId)}
      />
    </FormSection>
  )
}

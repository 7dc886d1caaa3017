'use client'

import type { VerifyOtpEmailSettings } from '@/lib/steps/action/types/verify-otp-email'
import { FormSection } from '../../form-section'
import type { ActionFieldsProps } from './fields'
import { SecretFieldField } from './secret-field-field'

export function VerifyOtpEmailFields({ settings, onChange }: ActionFieldsProps<VerifyOtpEmailSettings>) {
  return (
    <FormSection title="Code">
      <SecretFieldField
        label="Code field"
        description="The code that this flow has sent last is checked; a right one works once."
        path={['settings', 'codeField']}
        value={settings.codeField}
        onChange={(codeField) => onChange({ codeField }, 'Choose code field')}
      />
    </FormSection>
  )
}

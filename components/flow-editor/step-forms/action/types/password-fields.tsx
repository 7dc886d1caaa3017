'use client'

import { TemplateField } from '@/components/template/template-field'
import type { SignInPasswordSettings, SignUpPasswordSettings } from '@/lib/steps/action/types/password'
import { FormSection } from '../../form-section'
import { useFieldSlot } from '../../step-form-context'
import type { ActionFieldsProps } from './fields'
import { SecretFieldField } from './secret-field-field'

export function SignInPasswordFields({ settings, onChange }: ActionFieldsProps<SignInPasswordSettings>) {
  return (
    <FormSection title="Account">
      <LoginFields settings={settings} onChange={onChange} />
    </FormSection>
  )
}

export function SignUpPasswordFields({ settings, onChange }: ActionFieldsProps<SignUpPasswordSettings>) {
  const slot = useFieldSlot()
  return (
    <FormSection title="Account">
      <LoginFields settings={settings} onChange={(login, entry) => onChange({ ...settings, ...login }, entry)} />
      <TemplateField
        label="Name of a new user"
        optional
        maxLength={1_000}
        placeholder="{{form.name}}"
        value={settings.name ?? ''}
        onChange={(name) => onChange({ ...settings, name: name === '' ? undefined : name })}
        {...slot(['settings', 'name'], settings.name)}
      />
    </FormSection>
  )
}

function LoginFields({ settings, onChange }: ActionFieldsProps<SignInPasswordSettings>) {
  const slot = useFieldSlot()
  return (
    <>
      <TemplateField
        label="Login"
        required
        maxLength={1_000}
        placeholder="{{form.email}}"
        description="An e-mail address or a name, in whatever case it is typed."
        value={settings.loginId}
        onChange={(loginId) => onChange({ ...settings, loginId })}
        {...slot(['settings', 'loginId'], settings.loginId)}
      />
      <SecretFieldField
        label="Password field"
        description="It is read from the screen, never enters the context, and is dropped after this step."
        path={['settings', 'passwordField']}
        value={settings.passwordField}
        onChange={(passwordField) => onChange({ ...settings, passwordField }, 'Choose password field')}
      />
    </>
  )
}

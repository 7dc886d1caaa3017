'use client'

import type { ComponentType } from 'react'
import type { ActionName, ActionStep, SettingsOf } from '@/lib/steps/action/schema'
import { CustomClaimsFields } from './types/custom-claims-fields'
import type { ActionFieldsProps } from './types/fields'
import { GenerateAuditEventFields } from './types/generate-audit-event-fields'
import { LoadUserFields } from './types/load-user-fields'
import { LogOutFields } from './types/log-out-fields'
import { OtpEmailFields } from './types/otp-email-fields'
import { ConnectApiKeyFields, ConnectFields } from './types/outbound-app-fields'
import { SignInPasswordFields, SignUpPasswordFields } from './types/password-fields'
import { SetValueFields } from './types/set-value-fields'
import { AddUserToTenantFields, CreateTenantFields, LoadTenantFields } from './types/tenant-fields'
import { UpdateUserPropertiesFields } from './types/update-user-properties-fields'
import { VerifyOtpEmailFields } from './types/verify-otp-email-fields'

/** The form of every action's settings. */
const forms: { readonly [A in ActionName]: ComponentType<ActionFieldsProps<SettingsOf<A>>> } = {
  'sign-up-or-in-password': SignUpPasswordFields,
  'sign-in-password': SignInPasswordFields,
  'sign-up-password': SignUpPasswordFields,
  'sign-up-or-in-otp-email': OtpEmailFields,
  'verify-otp-email': VerifyOtpEmailFields,
  'log-out': LogOutFields,
  'load-user': LoadUserFields,
  'update-user-properties': UpdateUserPropertiesFields,
  'create-tenant': CreateTenantFields,
  'load-tenant': LoadTenantFields,
  'add-user-to-tenant': AddUserToTenantFields,
  'outbound-app-connect': ConnectFields,
  'outbound-app-tenant-connect': ConnectFields,
  'outbound-app-connect-api-key': ConnectApiKeyFields,
  'outbound-app-connect-tenant-api-key': ConnectApiKeyFields,
  'custom-claims': CustomClaimsFields,
  'set-value': SetValueFields,
  'generate-audit-event': GenerateAuditEventFields,
}

export interface ActionSettingsProps {
  step: ActionStep
  onChange: (settings: ActionStep['settings'], name?: string) => void
}

/** The settings of a step, by its action. */
export function ActionSettings({ step, onChange }: ActionSettingsProps) {
  switch (step.action) {
    case 'sign-up-or-in-password':
      return show(forms[step.action], step.settings, onChange)
    case 'sign-in-password':
      return show(forms[step.action], step.settings, onChange)
    case 'sign-up-password':
      return show(forms[step.action], step.settings, onChange)
    case 'sign-up-or-in-otp-email':
      return show(forms[step.action], step.settings, onChange)
    case 'verify-otp-email':
      return show(forms[step.action], step.settings, onChange)
    case 'log-out':
      return show(forms[step.action], step.settings, onChange)
    case 'load-user':
      return show(forms[step.action], step.settings, onChange)
    case 'update-user-properties':
      return show(forms[step.action], step.settings, onChange)
    case 'create-tenant':
      return show(forms[step.action], step.settings, onChange)
    case 'load-tenant':
      return show(forms[step.action], step.settings, onChange)
    case 'add-user-to-tenant':
      return show(forms[step.action], step.settings, onChange)
    case 'outbound-app-connect':
      return show(forms[step.action], step.settings, onChange)
    case 'outbound-app-tenant-connect':
      return show(forms[step.action], step.settings, onChange)
    case 'outbound-app-connect-api-key':
      return show(forms[step.action], step.settings, onChange)
    case 'outbound-app-connect-tenant-api-key':
      return show(forms[step.action], step.settings, onChange)
    case 'custom-claims':
      return show(forms[step.action], step.settings, onChange)
    case 'set-value':
      return show(forms[step.action], step.settings, onChange)
    case 'generate-audit-event':
      return show(forms[step.action], step.settings, onChange)
  }
}

function show<S>(Form: ComponentType<ActionFieldsProps<S>>, settings: S, onChange: ActionFieldsProps<S>['onChange']) {
  return <Form settings={settings} onChange={onChange} />
}

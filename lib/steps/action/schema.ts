import { z } from 'zod'
import { errorHandlingSchema } from '../error-handling'
import { stepFields } from '../fields'
import { customClaimsSettings } from './types/custom-claims'
import { generateAuditEventSettings } from './types/generate-audit-event'
import { loadUserSettings } from './types/load-user'
import { logOutSettings } from './types/log-out'
import { otpEmailSettings } from './types/otp-email'
import { connectApiKeySettings, connectSettings } from './types/outbound-apps'
import { signInPasswordSettings, signUpPasswordSettings } from './types/password'
import { setValueSettings } from './types/set-value'
import { addUserToTenantSettings, createTenantSettings, loadTenantSettings } from './types/tenants'
import { updateUserPropertiesSettings } from './types/update-user-properties'
import { verifyOtpEmailSettings } from './types/verify-otp-email'

const action = <A extends string, S extends z.ZodType>(name: A, settings: S) =>
  z.strictObject({
    kind: z.literal('action'),
    ...stepFields,
    action: z.literal(name),
    settings,
    errorHandling: z.strictObject({ actionExecution: errorHandlingSchema }),
  })

const connect = <A extends string, S extends z.ZodType>(name: A, settings: S) =>
  action(name, settings).extend({ errorHandling: z.strictObject({ outboundAppConnect: errorHandlingSchema }) })

/** A step that does one of the actions; its settings are those of the action. */
export const actionStepSchema = z.discriminatedUnion('action', [
  action('sign-up-or-in-password', signUpPasswordSettings),
  action('sign-in-password', signInPasswordSettings),
  action('sign-up-password', signUpPasswordSettings),
  action('sign-up-or-in-otp-email', otpEmailSettings),
  action('verify-otp-email', verifyOtpEmailSettings),
  action('log-out', logOutSettings),
  action('load-user', loadUserSettings),
  action('update-user-properties', updateUserPropertiesSettings),
  action('create-tenant', createTenantSettings),
  action('load-tenant', loadTenantSettings),
  action('add-user-to-tenant', addUserToTenantSettings),
  connect('outbound-app-connect', connectSettings),
  connect('outbound-app-tenant-connect', connectSettings),
  connect('outbound-app-connect-api-key', connectApiKeySettings),
  connect('outbound-app-connect-tenant-api-key', connectApiKeySettings),
  action('custom-claims', customClaimsSettings),
  action('set-value', setValueSettings),
  action('generate-audit-event', generateAuditEventSettings),
])
export type ActionStep = z.infer<typeof actionStepSchema>

export type ActionName = ActionStep['action']
/** Steps of the actions on outbound apps. */
export type OutboundAppStep = Extract<ActionStep, { errorHandling: { outboundAppConnect: unknown } }>
export type SettingsOf<A extends ActionName> = Extract<ActionStep, { action: A }>['settings']

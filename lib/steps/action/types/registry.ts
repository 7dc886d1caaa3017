import { type ActionName, type ActionStep, actionStepSchema, type SettingsOf } from '../schema'
import { customClaimsAction } from './custom-claims'
import { generateAuditEventAction } from './generate-audit-event'
import { loadUserAction } from './load-user'
import { logOutAction } from './log-out'
import { signUpOrInOtpEmailAction } from './otp-email'
import {
  outboundAppConnectAction,
  outboundAppConnectApiKeyAction,
  outboundAppConnectTenantApiKeyAction,
  outboundAppTenantConnectAction,
} from './outbound-apps'
import { signInPasswordAction, signUpOrInPasswordAction, signUpPasswordAction } from './password'
import { setValueAction } from './set-value'
import { addUserToTenantAction, createTenantAction, loadTenantAction } from './tenants'
import type { ActionType } from './type'
import { updateUserPropertiesAction } from './update-user-properties'
import { verifyOtpEmailAction } from './verify-otp-email'

/** Every action that a step can do, in the order of menus. One without a type is a compile error. */
export const actionTypes: { readonly [A in ActionName]: ActionType<SettingsOf<A>> } = {
  'sign-up-or-in-password': signUpOrInPasswordAction,
  'sign-in-password': signInPasswordAction,
  'sign-up-password': signUpPasswordAction,
  'sign-up-or-in-otp-email': signUpOrInOtpEmailAction,
  'verify-otp-email': verifyOtpEmailAction,
  'log-out': logOutAction,
  'load-user': loadUserAction,
  'update-user-properties': updateUserPropertiesAction,
  'create-tenant': createTenantAction,
  'load-tenant': loadTenantAction,
  'add-user-to-tenant': addUserToTenantAction,
  'outbound-app-connect': outboundAppConnectAction,
  'outbound-app-tenant-connect': outboundAppTenantConnectAction,
  'outbound-app-connect-api-key': outboundAppConnectApiKeyAction,
  'outbound-app-connect-tenant-api-key': outboundAppConnectTenantApiKeyAction,
  'custom-claims': customClaimsAction,
  'set-value': setValueAction,
  'generate-audit-event': generateAuditEventAction,
}

export function listActions(): ActionName[] {
  const names: ActionName[] = []
  let name: ActionName
  for (name in actionTypes) names.push(name)
  return names
}

// The one place that pairs a step's settings with the type of its own action, which TypeScript cannot follow by index.
export function withAction<T>(step: ActionStep, use: <S>(type: ActionType<S>, settings: S) => T): T {
  switch (step.action) {
    case 'sign-up-or-in-password':
      return use(actionTypes[step.action], step.settings)
    case 'sign-in-password':
      return use(actionTypes[step.action], step.settings)
    case 'sign-up-password':
      return use(actionTypes[step.action], step.settings)
    case 'sign-up-or-in-otp-email':
      return use(actionTypes[step.action], step.settings)
    case 'verify-otp-email':
      return use(actionTypes[step.action], step.settings)
    case 'log-out':
      return use(actionTypes[step.action], step.settings)
    case 'load-user':
      return use(actionTypes[step.action], step.settings)
    case 'update-user-properties':
      return use(actionTypes[step.action], step.settings)
    case 'create-tenant':
      return use(actionTypes[step.action], step.settings)
    case 'load-tenant':
      return use(actionTypes[step.action], step.settings)
    case 'add-user-to-tenant':
      return use(actionTypes[step.action], step.settings)
    case 'outbound-app-connect':
      return use(actionTypes[step.action], step.settings)
    case 'outbound-app-tenant-connect':
      return use(actionTypes[step.action], step.settings)
    case 'outbound-app-connect-api-key':
      return use(actionTypes[step.action], step.settings)
    case 'outbound-app-connect-tenant-api-key':
      return use(actionTypes[step.action], step.settings)
    case 'custom-claims':
      return use(actionTypes[step.action], step.settings)
    case 'set-value':
      return use(actionTypes[step.action], step.settings)
    case 'generate-audit-event':
      return use(actionTypes[step.action], step.settings)
  }
}

/** A new step that does an action. */
export function createActionStep(action: ActionName): ActionStep {
  const { label, create, event = 'actionExecution' } = actionTypes[action]
  const errorHandling = { [event]: { mode: 'automatic' } }
  return actionStepSchema.parse({ kind: 'action', name: label, next: {}, action, settings: create(), errorHandling })
}

import { CodeError } from '@/lib/identity/codes/errors'
import { IdentityError } from '@/lib/identity/errors'
import { PasswordError } from '@/lib/identity/passwords/errors'
import type { IdentityEffect } from '@/lib/language/outcome'
import { DomainError } from '@/lib/result'
import type { Performed } from '../connector'
import type { EffectRun } from '../effect-run'
import { writeAuditEvent } from './audit-event'
import { sendCode, verifyCode } from './codes'
import { ActionRefused, type Deed } from './deed'
import { endSessions } from './end-sessions'
import { byPassword } from './password'
import { addToTenant, createTenant, loadTenant } from './tenants'
import { loadUser, updateUserProperties } from './users'

/** Does what an action asks of users and tenants. What the rules refuse is a failure of the step, told in its words. */
export async function performIdentity(effect: IdentityEffect, run: EffectRun): Promise<Performed> {
  // The step drops the secret fields that its action reads.
  const common = { value: null, usedSecretPaths: [] }
  try {
    const { record, secrets = [], missing = [], ...deed } = await perform(effect, run)
    return { result: { ...common, ...deed, missing, failure: null, record }, secrets }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const failure = { event: 'actionExecution' as const, code: codeOf(error), message: error.message }
    return { result: { ...common, missing: [], failure, record: {} }, secrets: [] }
  }
}

function perform(effect: IdentityEffect, run: EffectRun): Promise<Deed> {
  switch (effect.type) {
    case 'password':
      return byPassword(effect, run)
    case 'sendCode':
      return sendCode(effect, run)
    case 'verifyCode':
      return verifyCode(effect, run)
    case 'loadUser':
      return loadUser(effect, run)
    case 'updateUser':
      return updateUserProperties(effect, run)
    case 'endSessions':
      return endSessions(run)
    case 'createTenant':
      return createTenant(effect, run)
    case 'loadTenant':
      return loadTenant(effect, run)
    case 'addToTenant':
      return addToTenant(effect, run)
    case 'auditEvent':
      return writeAuditEvent(effect, run)
  }
}

function codeOf(error: DomainError): string {
  const known =
    error instanceof IdentityError ||
    error instanceof PasswordError ||
    error instanceof CodeError ||
    error instanceof ActionRefused
  return known ? error.reason : error.code
}

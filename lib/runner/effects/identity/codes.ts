import { callConnector } from '@/lib/connectors/call'
import { CodeError } from '@/lib/identity/codes/errors'
import { issueCode, redeemCode, withdrawCode } from '@/lib/identity/codes/service'
import { acceptInvitation, signInByAddress } from '@/lib/identity/sign-in/service'
import type { IdentityEffect } from '@/lib/language/outcome'
import { formatPath, getPath } from '@/lib/language/path'
import type { Scope } from '@/lib/language/template'
import { DomainError } from '@/lib/result'
import type { EffectRun } from '../effect-run'
import { ActionRefused, type Deed, ipAddressOf, signIn, signInPatch } from './deed'
import { auditCreated } from './password'

type SendEffect = Extract<IdentityEffect, { type: 'sendCode' }>
type VerifyEffect = Extract<IdentityEffect, { type: 'verifyCode' }>

/** Who runs a flow there is an operator, and sees the code when nothing can send it. */
const operatorTriggers: readonly string[] = ['console', 'cli']

/** Makes a code and sends it; without a mail connector it is shown to the operator who runs the flow. */
export async function sendCode(effect: SendEffect, run: EffectRun): Promise<Deed> {
  const { projectId, trigger } = run.execution
  if (effect.connectorId === null && !operatorTriggers.includes(trigger)) throw new ActionRefused('noMailConnector')
  const loginId = effect.loginId.trim()
  const { codeId, code, expiresAt } = await issueCode(projectId, { loginId, ipAddress: ipAddressOf(run) })
  const deed = {
    patch: [{ path: ['otp'], value: { sentTo: loginId, expiresAt: expiresAt.toISOString() } }],
    pendingCode: { codeId, loginId },
  }
  if (effect.connectorId === null)
    return { ...deed, record: { code, shown: 'Here only, because no mail connector is chosen: nothing was sent.' } }
  try {
    return { ...deed, ...(await mail(effect, effect.connectorId, code, run)) }
  } catch (error) {
    await withdrawCode(projectId, codeId)
    throw error
  }
}

async function mail(effect: SendEffect, connectorId: string, code: string, run: EffectRun): Promise<Deed> {
  const { subject, text, loginId } = effect
  const scope: Scope = {
    read: (path) => (formatPath(path) === 'otp.code' ? code : getPath(run.state.context, path)),
  }
  // A template, so that an address can never become two.
  const to = loginId.trim().replaceAll('{{', '\\{{')
  const outcome = await callConnector({
    projectId: run.execution.projectId,
    connectorId,
    call: { action: 'sendEmail', timeoutSeconds: null, smtp: { to, subject, text } },
    scope,
    scopeSecrets: [code],
    signal: run.signal,
  })
  if (outcome.event !== null) {
    const why = outcome.record.error?.message ?? 'The mail server did not take it.'
    throw new DomainError('unexpected', `The code could not be sent. ${why}`)
  }
  return {
    record: { sentTo: loginId.trim(), answer: outcome.record.smtp?.answer ?? '' },
    missing: outcome.missing,
    // The connector's own; the code is masked by whoever types it in.
    secrets: outcome.secrets.filter((secret) => secret !== code),
  }
}

/** Uses the code up that this execution has asked for, and signs its owner in. */
export async function verifyCode(effect: VerifyEffect, run: EffectRun): Promise<Deed> {
  const { projectId } = run.execution
  const { pendingCode, secrets, signedIn } = run.state
  if (!pendingCode) throw new CodeError('noneSent')
  const typed = secrets[effect.secretPath]
  if (typed === undefined) throw new ActionRefused('noCodeField')
  await redeemCode(projectId, pendingCode.codeId, typed)
  const found = await signInByAddress(projectId, pendingCode.loginId, signedIn?.userId ?? null)
  if (found.created) await auditCreated(run, found.user)
  const user = await acceptInvitation(projectId, found.user)
  return {
    record: { userId: user.id, created: found.created },
    patch: signInPatch(run, user),
    signedIn: signIn(run, user, 'email', found.created),
    pendingCode: null,
  }
}

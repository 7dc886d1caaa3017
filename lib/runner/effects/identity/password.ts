import { recordAudit } from '@/lib/audit/service'
import {
  type NewAccount,
  signInByPassword,
  signUpByPassword,
  signUpOrInByPassword,
} from '@/lib/identity/passwords/service'
import { acceptInvitation } from '@/lib/identity/sign-in/service'
import type { UserRow } from '@/lib/identity/users/queries'
import { toUserAudit } from '@/lib/identity/users/response'
import type { IdentityEffect } from '@/lib/language/outcome'
import type { EffectRun } from '../effect-run'
import { ActionRefused, actorOf, type Deed, ipAddressOf, signIn, signInPatch } from './deed'

type PasswordEffect = Extract<IdentityEffect, { type: 'password' }>

/** Signs in or up by a password, which is read from the sealed secret field and dropped with it. */
export async function byPassword(effect: PasswordEffect, run: EffectRun): Promise<Deed> {
  const { projectId } = run.execution
  const password = run.state.secrets[effect.secretPath]
  if (password === undefined) throw new ActionRefused('noPasswordField')
  const { loginId, name } = effect
  const { user: found, created } = await attempt(effect.way, {
    projectId,
    loginId,
    name,
    password,
    ipAddress: ipAddressOf(run),
  })
  if (created) await auditCreated(run, found)
  const user = await acceptInvitation(projectId, found)
  return {
    record: { userId: user.id, created },
    patch: signInPatch(run, user),
    signedIn: signIn(run, user, 'pwd', created),
  }
}

async function attempt(way: PasswordEffect['way'], account: NewAccount): Promise<{ user: UserRow; created: boolean }> {
  switch (way) {
    case 'sign-in':
      return { user: await signInByPassword(account), created: false }
    case 'sign-up':
      return { user: await signUpByPassword(account), created: true }
    case 'sign-up-or-in':
      return await signUpOrInByPassword(account)
  }
}

export async function auditCreated(run: EffectRun, user: UserRow): Promise<void> {
  await recordAudit(actorOf(run), run.execution.projectId, {
    action: 'user.create',
    targetId: user.id,
    userId: user.id,
    data: { executionId: run.execution.id },
    after: toUserAudit(user),
  })
}

import { recordAudit } from '@/lib/audit/service'
import { userActor } from '@/lib/identity/users/user-actor'
import type { OutboundEffect } from '@/lib/language/outcome'
import { requireApp } from '@/lib/outbound/apps/queries'
import { OutboundError } from '@/lib/outbound/errors'
import { storeApiKey } from '@/lib/outbound/tokens/store'
import { Secret } from '@/lib/vault/secret'
import type { Performed } from '../connector'
import type { EffectRun } from '../effect-run'
import { chosenApp, chosenOwner } from './chosen'
import { connected } from './results'

/** Finds out whose key of which app to ask for; the action then waits on a screen of its own. */
export async function askApiKey(
  effect: Extract<OutboundEffect, { type: 'askApiKey' }>,
  run: EffectRun,
): Promise<Performed> {
  const app = await requireApp(run.execution.projectId, chosenApp(effect.app, run))
  if (app.type !== 'apiKey') throw new OutboundError('notApiKey')
  await chosenOwner(effect.owner, run)
  const wait = { type: 'apiKey', app: { id: app.id, name: app.name }, owner: effect.owner, fieldErrors: null } as const
  return { result: { ...connected(wait.app, []), patch: [], wait }, secrets: [] }
}

/** Stores the key that was typed in; the step drops it whatever comes of it. */
export async function keepApiKey(
  { app, owner: which, secretPath }: Extract<OutboundEffect, { type: 'storeApiKey' }>,
  run: EffectRun,
): Promise<Performed> {
  const { projectId, id: executionId, flowId, flowName } = run.execution
  const key = run.state.secrets[secretPath]
  if (key === undefined) throw new Error('The API key is gone.')
  const { owner, userId } = await chosenOwner(which, run)
  const { tokenId } = await storeApiKey(projectId, {
    appId: app.id,
    owner,
    apiKey: new Secret(key),
    grantedBy: userId,
    actor: { type: 'flow', id: flowId, name: flowName },
  })
  await recordAudit(await userActor(projectId, userId), projectId, {
    action: 'connection.connect',
    targetId: app.id,
    ...(owner.level === 'tenant' ? { tenantId: owner.tenantId } : { userId }),
    data: { tokenId, executionId },
  })
  return { result: connected(app, []), secrets: [] }
}

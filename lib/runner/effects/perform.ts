import type { Effect, EffectResult, IdentityEffect } from '@/lib/language/outcome'
import type { OwnerRun } from './connection-owner'
import { type ReadyEffect, readyConnectorEffect } from './connector'
import type { EffectRun } from './effect-run'
import { performIdentity } from './identity/perform'
import { performOutbound } from './outbound/perform'
import { performScript } from './script'

/** Reads what an effect needs. Nothing is done yet. */
export async function readyEffect(
  execution: EffectRun['execution'],
  kind: OwnerRun['kind'],
  effect: Effect,
): Promise<ReadyEffect> {
  if (effect.type === 'connector') return await readyConnectorEffect({ ...execution, kind }, effect)
  if (
    effect.type === 'connect' ||
    effect.type === 'giveUpConnect' ||
    effect.type === 'askApiKey' ||
    effect.type === 'storeApiKey'
  ) {
    // Another ticket is as good as the first, and the same key takes its own place.
    return { safe: true, perform: (state, signal) => performOutbound(effect, { execution, state, signal }) }
  }
  if (effect.type === 'script') return { safe: true, perform: (_state, signal) => performScript(effect, signal) }
  return {
    safe: isRepeatable(effect),
    perform: (state, signal) => performIdentity(effect, { execution, state, signal }),
  }
}

/** Whether it may be done twice, and so need not be in the database before it is done. */
function isRepeatable(effect: IdentityEffect): boolean {
  // A sign-in makes nothing: it proves who somebody is, once more if need be.
  return effect.type === 'password' ? effect.way === 'sign-in' : repeatable[effect.type]
}

// A mail is sent twice, a code is used up. A sign-up that is repeated finds its own user.
const repeatable: Readonly<Record<Exclude<IdentityEffect['type'], 'password'>, boolean>> = {
  sendCode: false,
  verifyCode: false,
  loadUser: true,
  updateUser: true,
  endSessions: true,
  createTenant: false,
  loadTenant: true,
  addToTenant: true,
  auditEvent: false,
}

/** What recovery tells the step whose effect was under way when its process died. Null: none was known. */
export function resultUnknown(effect: Effect | null): EffectResult {
  const code = 'resultUnknown'
  const nothing = { value: null, record: null, missing: [], usedSecretPaths: [] }
  if (effect?.type === 'script') {
    const message = 'Patchbay stopped while this script ran. Run the flow again.'
    return { ...nothing, failure: { event: 'scriptExecution', code, message } }
  }
  if (effect && effect.type !== 'connector') {
    const message = 'This was interrupted, and nobody knows how far it came. Try again.'
    return { ...nothing, failure: { event: 'actionExecution', code, message } }
  }
  const message = `Patchbay stopped while this ${effect?.action ?? 'call'} was under way. Whether the third party carried it out is unknown.`
  return {
    ...nothing,
    failure: { event: 'connectorExecution', code, message },
    value: { error: { code, message } },
  }
}

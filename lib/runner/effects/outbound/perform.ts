import type { OutboundEffect } from '@/lib/language/outcome'
import { OutboundError, toEndUserText } from '@/lib/outbound/errors'
import { DomainError } from '@/lib/result'
import type { Performed } from '../connector'
import type { EffectRun } from '../effect-run'
import { askApiKey, keepApiKey } from './api-key'
import { beginWait, giveUp } from './connect'
import { codeOf, notConnected } from './results'

/** Does what an action asks of outbound apps. What the rules refuse is a failure of the step, told in its words. */
export async function performOutbound(effect: OutboundEffect, run: EffectRun): Promise<Performed> {
  try {
    return await perform(effect, run)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const endUserText = error instanceof OutboundError ? toEndUserText(error.reason) : undefined
    return { result: notConnected({ code: codeOf(error), message: error.message, endUserText }), secrets: [] }
  }
}

function perform(effect: OutboundEffect, run: EffectRun): Promise<Performed> {
  switch (effect.type) {
    case 'connect':
      return beginWait(effect, run)
    case 'giveUpConnect':
      return giveUp(effect, run)
    case 'askApiKey':
      return askApiKey(effect, run)
    case 'storeApiKey':
      return keepApiKey(effect, run)
  }
}

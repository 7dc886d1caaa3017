import type { z } from 'zod'
import type { OutboundChoice } from '@/lib/engine/state'
import type { outboundChoiceShape } from './schemas'

type Given = { [K in keyof typeof outboundChoiceShape]?: z.output<(typeof outboundChoiceShape)[K]> }

/** What a start gives for the connect actions of its flow. An empty id and no scopes count as not given. */
export function toOutboundChoice({ outboundAppId, outboundAppScopes }: Given): OutboundChoice {
  return {
    ...(outboundAppId ? { appId: outboundAppId } : {}),
    ...(outboundAppScopes && outboundAppScopes.length > 0 ? { scopes: outboundAppScopes } : {}),
  }
}

import type { OutboundAppType } from '@/lib/outbound/apps/schema'

/** What a connection holds, in the console's words. */
export const appKinds: Readonly<Record<OutboundAppType, string>> = { oauth: 'OAuth', apiKey: 'API key' }

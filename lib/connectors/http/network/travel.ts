import type { EgressTrace } from '@/lib/egress/errors'
import type { EgressRequest } from '@/lib/egress/request'
import type { ConnectorRecord } from '../../types'
import type { NetworkSettings } from './schema'

/** What every request of a connector says to the egress, those to its token endpoint too. */
export function travelOf({ insecure, useStaticIps }: NetworkSettings): Pick<EgressRequest, 'insecure' | 'staticIps'> {
  return { insecure, staticIps: useStaticIps }
}

/** What a record has to say about how its request has travelled. */
export function travelWarnings(
  { insecure }: Pick<EgressRequest, 'insecure'>,
  { secured }: EgressTrace,
): ConnectorRecord['warnings'] {
  if (!insecure || !secured) return []
  const message =
    'The TLS certificate was not verified: this connector trusts any. Anyone on the way could read and change what was sent and answered, secrets too.'
  return [{ code: 'anyCertificate', message }]
}

import type { EgressRequest } from '@/lib/egress/request'
import type { NetworkSettings } from './schema'

/** What every request of a connector says to the egress, those to its token endpoint too. */
export function travelOf({ insecure, useStaticIps }: NetworkSettings): Pick<EgressRequest, 'insecure' | 'staticIps'> {
  return { insecure, staticIps: useStaticIps }
}

/** What every record of a connector's calls has to say about how they travel. */
export function travelWarnings({ insecure }: NetworkSettings): { code: string; message: string }[] {
  if (!insecure) return []
  const message =
    'TLS certificates are not verified: this connector trusts any. Anyone on the way can read and change what is sent and answered, secrets too.'
  return [{ code: 'anyCertificate', message }]
}

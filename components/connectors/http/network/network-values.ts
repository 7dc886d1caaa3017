import type { NetworkSettings } from '@/lib/connectors/http/network/schema'

/** How a connector's requests travel, as the form has it. */
export type NetworkValues = NetworkSettings

export function toNetworkValues(definition: NetworkSettings | null): NetworkValues {
  return { insecure: definition?.insecure ?? false, useStaticIps: definition?.useStaticIps ?? false }
}

export function toNetworkInput({ insecure, useStaticIps }: NetworkValues): NetworkSettings {
  return { insecure, useStaticIps }
}

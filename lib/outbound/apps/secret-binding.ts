import type { Binding } from '@/lib/vault/binding'

export const appSecretFields = ['clientSecret', 'registrationAccessToken'] as const
export type AppSecretField = (typeof appSecretFields)[number]

/** Where a secret of an app belongs. Its version is that of the save which sealed it. */
export function appSecretBinding(
  projectId: string,
  appId: string,
  /** An AppSecretField, or as a row has it. */
  field: string,
  version: number,
): Binding {
  return { projectId, table: 'OutboundAppSecret', rowId: appId, field, version }
}

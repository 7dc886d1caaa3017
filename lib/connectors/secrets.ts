import { open } from '@/lib/vault/open'
import { seal } from '@/lib/vault/seal'
import { exposeSecret, type Secret } from '@/lib/vault/secret'
import { ConnectorError } from './errors'
import { secretBinding } from './secret-binding'

export interface SealedField {
  field: string
  sealed: Uint8Array
  version: number
}

/**
 * Opens the stored secrets of one connector, in memory.
 * @throws ConnectorError connectorBroken when one does not belong to this row or this vault
 */
export async function openSecrets(
  projectId: string,
  connectorId: string,
  fields: readonly SealedField[],
): Promise<Map<string, Secret>> {
  const secrets = new Map<string, Secret>()
  for (const { field, sealed, version } of fields) {
    const secret = await open(sealed, secretBinding(projectId, connectorId, field, version)).catch(() => {
      throw new ConnectorError('connectorBroken', `${field} cannot be opened with this deployment\u2019s VAULT_KEY`)
    })
    secrets.set(field, secret)
  }
  return secrets
}

/** The secrets of one connector sealed once more, as the first version of another. */
export async function resealSecrets(
  projectId: string,
  from: { id: string; secrets: readonly SealedField[] },
  toId: string,
): Promise<{ field: string; sealed: Buffer<ArrayBuffer>; version: number }[]> {
  const secrets = await openSecrets(projectId, from.id, from.secrets)
  return Promise.all(
    [...secrets].map(async ([field, secret]) => {
      const sealed = await seal(exposeSecret(secret), secretBinding(projectId, toId, field, 1))
      return { field, sealed, version: 1 }
    }),
  )
}

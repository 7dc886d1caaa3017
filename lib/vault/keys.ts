import { pool } from '@/lib/db'
import { env } from '@/lib/env'
import { Keyring } from './keyring'

let keyring: Keyring | undefined

/** This module graph's data keys, under the deployment's VAULT_KEY. */
export function keys(): Keyring {
  keyring ??= new Keyring(pool, vaultKey())
  return keyring
}

/**
 * Makes the vault ready: called once after migrations, before anything that seals. Many processes may start at once;
 * they make one key.
 * @throws WrongVaultKeyError when VAULT_KEY does not belong to this database; nothing has been written then
 */
export async function ensureVault(): Promise<void> {
  await keys().ensure()
}

function vaultKey(): Buffer {
  const hex = env().VAULT_KEY
  if (!hex) {
    throw new Error(
      'VAULT_KEY is not set. Make one with: openssl rand -hex 32, keep it safe, and set it for every process.',
    )
  }
  return Buffer.from(hex, 'hex')
}

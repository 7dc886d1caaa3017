import { asidePool } from '@/lib/db'
import { env } from '@/lib/env'
import { readKeyFile } from './key-file'
import { Keyring } from './keyring'

let keyring: Keyring | undefined

/** This module graph's data keys, under the deployment's VAULT_KEY. */
export function keys(): Keyring {
  keyring ??= new Keyring(asidePool, readRootKeys)
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

/**
 * The deployment's key-encryption keys now: the first wraps, all unwrap. Those of the embedded default are read from its
 * file each time, so that a process which runs while they are changed has the new one too.
 */
export async function readRootKeys(): Promise<Buffer[]> {
  const { VAULT_KEY: current, VAULT_KEY_PREVIOUS: previous } = env()
  const file = process.env.VAULT_KEY_FILE
  if (!current && file) return await readKeyFile(file)
  if (!current) {
    throw new Error(
      'VAULT_KEY is not set. Make one with: openssl rand -hex 32, keep it safe, and set it for every process.',
    )
  }
  return [current, ...(previous ? [previous] : [])].map((hex) => Buffer.from(hex, 'hex'))
}

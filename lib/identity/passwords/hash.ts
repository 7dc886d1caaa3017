import { randomBytes } from 'node:crypto'
import { type Algorithm, hash, verify } from '@node-rs/argon2'

/**
 * The OWASP Password Storage Cheat Sheet's first choice of equal strength with little memory: argon2id, 19 MiB, two
 * passes, one lane. Raising one of them rehashes each password at its next right use.
 */
const PARAMETERS = {
  // The enumeration is declared const, which isolated modules cannot read: 2 is argon2id.
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
}

/** The encoded form (PHC string) of a password, with a salt of its own. @param password in any Unicode form */
export async function hashPassword(password: string): Promise<string> {
  return await hash(normalize(password), PARAMETERS)
}

/** Whether a password is the one that was hashed, in a time that does not depend on where they differ. */
export async function verifyPassword(encoded: string, password: string): Promise<boolean> {
  return await verify(encoded, normalize(password))
}

/** Does the work of a verification for someone who has no password, so that the time does not tell. @returns false */
export async function verifyNothing(password: string): Promise<false> {
  nothing ??= hashPassword(randomBytes(32).toString('base64'))
  await verify(await nothing, normalize(password))
  return false
}

/** Whether a hash was made with other parameters than today's. */
export function needsRehash(encoded: string): boolean {
  const { memoryCost, timeCost, parallelism } = PARAMETERS
  return !encoded.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`)
}

let nothing: Promise<string> | undefined

// NIST SP 800-63B section 3.1.1.2: one password typed on two keyboards is the same one.
function normalize(password: string): string {
  return password.normalize('NFKC')
}

import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { exposeSecret, open } from '@/lib/vault/open'
import { seal } from '@/lib/vault/seal'
import { proofsBinding } from './binding'

/** What an exchange must prove: the verifier of PKCE and the nonce of OpenID Connect, where they were sent. */
export interface Proofs {
  verifier: string | null
  nonce: string | null
}

const proofsSchema = z.object({ verifier: z.string().nullable(), nonce: z.string().nullable() })

export async function sealProofs(projectId: string, connectId: string, proofs: Proofs): Promise<Buffer<ArrayBuffer>> {
  return await seal(JSON.stringify(proofs), proofsBinding(projectId, connectId))
}

/** @throws SealBrokenError when they belong to another attempt */
export async function openProofs(projectId: string, connectId: string, sealed: Uint8Array): Promise<Proofs> {
  const secret = await open(sealed, proofsBinding(projectId, connectId))
  return proofsSchema.parse(JSON.parse(exposeSecret(secret)))
}

/** Compares without telling by its time where two texts differ. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

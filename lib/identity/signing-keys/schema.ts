import { z } from 'zod'

export const ALGORITHMS = ['RS256', 'ES256'] as const
export type SigningAlgorithm = (typeof ALGORITHMS)[number]

export const ROTATION_DAYS_DEFAULT = 90
export const ROTATION_DAYS_MAX = 3_650

/** How a project's JWTs are signed. */
export const signingFields = {
  /** Of new keys; one that signs now goes on until its successor takes over. */
  signingAlgorithm: z.enum(ALGORITHMS, 'Choose RS256 or ES256.').default('RS256'),
  /** A key signs for so long; then the next one takes over. */
  signingRotationDays: z
    .number('Enter a number of days.')
    .int('Enter a whole number.')
    .min(1, 'Enter 1 or more.')
    .max(ROTATION_DAYS_MAX, `Enter ${ROTATION_DAYS_MAX} or less: ten years.`)
    .default(ROTATION_DAYS_DEFAULT),
}

/** A signing key as the console shows it. Times are ISO 8601; never anything of the private key. */
export interface SigningKeyView {
  /** The `kid` of the JWTs that it signs. */
  id: string
  algorithm: string
  /** next: published and not signing yet; retired: signs nothing more, published until its last token has lapsed. */
  state: 'next' | 'active' | 'retired'
  createdAt: string
  signsFrom: string
  retiredAt: string | null
  publishUntil: string | null
}

const projectScope = { projectId: z.string().min(1) }
export const rotateSigningKeySchema = z.object({ ...projectScope, atOnce: z.boolean() })
export const removeSigningKeySchema = z.object({ ...projectScope, keyId: z.string().min(1).max(64) })

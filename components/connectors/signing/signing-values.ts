import type { z } from 'zod'
import { type OptionalSecret, toSecretChange } from '@/components/form/optional-secret'
import type { httpInputSchema } from '@/lib/connectors/http/schema'

/** The part of the form that is about signing. */
export interface SigningValues {
  hmacSecret: OptionalSecret
}

/** What the form shows of a stored connector's signing; no secret is ever among it. */
export function toSigningValues(): SigningValues {
  return { hmacSecret: null }
}

/** What is sent. */
export function toSigningInput({ hmacSecret }: SigningValues): Pick<z.input<typeof httpInputSchema>, 'hmacSecret'> {
  return { hmacSecret: toSecretChange(hmacSecret) }
}

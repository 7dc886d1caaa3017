import type { z } from 'zod'
import { type OptionalSecret, toSecretChange } from '@/components/form/optional-secret'
import type { HttpDefinition, httpInputSchema } from '@/lib/connectors/http/schema'
import { DEFAULT_COMPONENTS } from '@/lib/connectors/http/signing/message-components'
import {
  DEFAULT_SIGNATURE_TTL_SECONDS,
  type SigningSecrets,
  type SigningSettings,
} from '@/lib/connectors/http/signing/schema'

/** The part of the form that is about signing. A secret of a way that is off keeps what was typed, and is not sent. */
export interface SigningValues extends Omit<SigningSettings, 'rfc9421SignatureTTL'> {
  hmacSecret: OptionalSecret
  awsSecretAccessKey: string | null
  rfc9421PrivateKey: string | null
  rfc9421SignatureTTL: number | null
}

/** The names of its fields. */
export const signingFields = [
  'hmacSecret',
  'awsAuthType',
  'awsAccessKeyId',
  'awsSecretAccessKey',
  'awsRegion',
  'awsService',
  'rfc9421SigningEnabled',
  'rfc9421Algorithm',
  'rfc9421PrivateKey',
  'rfc9421KeyId',
  'rfc9421Components',
  'rfc9421SignatureTTL',
] as const satisfies readonly (keyof SigningValues)[]

/** What the form shows of a stored connector's signing; no secret is ever among it. */
export function toSigningValues(definition: HttpDefinition | null): SigningValues {
  return {
    hmacSecret: null,
    awsAuthType: definition?.awsAuthType ?? 'none',
    awsAccessKeyId: definition?.awsAccessKeyId ?? '',
    awsSecretAccessKey: definition?.awsAuthType === 'credentials' ? null : '',
    awsRegion: definition?.awsRegion ?? '',
    awsService: definition?.awsService ?? '',
    rfc9421SigningEnabled: definition?.rfc9421SigningEnabled ?? false,
    rfc9421Algorithm: definition?.rfc9421Algorithm ?? 'ed25519',
    rfc9421PrivateKey: definition?.rfc9421SigningEnabled ? null : '',
    rfc9421KeyId: definition?.rfc9421KeyId ?? '',
    rfc9421Components: definition?.rfc9421Components ?? DEFAULT_COMPONENTS,
    rfc9421SignatureTTL: definition?.rfc9421SignatureTTL ?? DEFAULT_SIGNATURE_TTL_SECONDS,
  }
}

/** What is sent: the secrets of the ways that are on, a stored one left out. */
export function toSigningInput(
  values: SigningValues,
): Pick<z.input<typeof httpInputSchema>, keyof (SigningSettings & SigningSecrets)> {
  const { awsAuthType, awsAccessKeyId, awsRegion, awsService } = values
  const { rfc9421SigningEnabled, rfc9421Algorithm, rfc9421KeyId, rfc9421Components } = values
  const signsForAws = awsAuthType === 'credentials'
  return {
    hmacSecret: toSecretChange(values.hmacSecret),
    awsAuthType,
    awsAccessKeyId,
    awsRegion,
    awsService,
    awsSecretAccessKey: signsForAws ? (values.awsSecretAccessKey ?? undefined) : undefined,
    rfc9421SigningEnabled,
    rfc9421Algorithm,
    rfc9421KeyId,
    rfc9421Components,
    rfc9421PrivateKey: rfc9421SigningEnabled ? (values.rfc9421PrivateKey ?? undefined) : undefined,
    // A field that is not seen refuses no save.
    rfc9421SignatureTTL: values.rfc9421SignatureTTL ?? (rfc9421SigningEnabled ? 0 : DEFAULT_SIGNATURE_TTL_SECONDS),
  }
}

/** Whether the connector has an HMAC secret once it is saved. */
export function signsByHmac(hmacSecret: OptionalSecret, stored: readonly string[]): boolean {
  return typeof hmacSecret === 'string' || (hmacSecret === null && stored.includes('hmacSecret'))
}

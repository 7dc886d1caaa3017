import { z } from 'zod'
import { noControls, secret, secretText, token } from '../fields'
import { signatureAlgorithms } from './algorithms'
import { listCarriedHeaders, listSignedHeaders } from './carried-headers'
import { DEFAULT_COMPONENTS, parseComponents } from './message-components'
import { findSignatureTemplate, parseSignatureTemplate, TIMESTAMP_HEADER } from './signature-template'

/** AWS Signature Version 4: off, or by an access key. */
export const awsAuthTypes = ['none', 'credentials'] as const

export const DEFAULT_SIGNATURE_TTL_SECONDS = 300

/** The settings of signing that are no secret, under the names of the file form. */
export const signingSettings = {
  awsAuthType: z.enum(awsAuthTypes, 'Choose one of: none, credentials.').default('none'),
  /** Of the access key; it is sent in the open. */
  awsAccessKeyId: z.string().trim().max(128, 'Use at most 128 characters.').default(''),
  awsRegion: z.string().trim().max(64, 'Use at most 64 characters.').default(''),
  awsService: z.string().trim().max(64, 'Use at most 64 characters.').default(''),
  rfc9421SigningEnabled: z.boolean().default(false),
  /** By which the receiver finds the key. */
  rfc9421KeyId: z.string().trim().max(500, 'Use at most 500 characters.').default(''),
  rfc9421Algorithm: z.enum(signatureAlgorithms, `Choose one of: ${signatureAlgorithms.join(', ')}.`).default('ed25519'),
  /** What is covered, with commas between. */
  rfc9421Components: z.string().trim().max(2_000, 'Use at most 2,000 characters.').default(DEFAULT_COMPONENTS),
  /** Seconds from created to expires. */
  rfc9421SignatureTTL: z
    .number('Enter a number of seconds.')
    .int('Use whole seconds.')
    .min(1, 'Use at least 1 second.')
    .max(86_400, 'Use at most 86,400 seconds (a day).')
    .default(DEFAULT_SIGNATURE_TTL_SECONDS),
}
export type SigningSettings = { [K in keyof typeof signingSettings]: z.output<(typeof signingSettings)[K]> }

/** The write-only settings of signing. */
export const signingSecrets = {
  /** Of the header x-descope-webhook-s256. Without it nothing is signed. */
  hmacSecret: secret(token('HMAC secret')),
  awsSecretAccessKey: secret(token('secret access key')),
  /** PEM or JWK; for hmac-sha256 a JWK of type oct, else the text itself. */
  rfc9421PrivateKey: secret(
    secretText
      .trim()
      .min(1, 'Enter the key.')
      // A PEM has lines; nothing else may be in it that cannot be seen.
      .superRefine((text, context) =>
        noControls('Remove control characters from the key.')(text.replace(/\r?\n/g, ''), context),
      ),
  ),
}
export type SigningSecrets = { [K in keyof typeof signingSecrets]?: z.output<(typeof signingSecrets)[K]> }

/** Those that a connector works without, by path. */
export const optionalSigningSecrets: readonly string[] = ['hmacSecret']

/** Those that the chosen ways of signing need, by path, with the message for one that is missing. */
export function signingSecretFields({ awsAuthType, rfc9421SigningEnabled }: SigningSettings): Record<string, string> {
  return {
    ...(awsAuthType === 'credentials' ? { awsSecretAccessKey: 'Enter the secret access key.' } : {}),
    ...(rfc9421SigningEnabled ? { rfc9421PrivateKey: 'Enter the key.' } : {}),
  }
}

interface SigningInput extends SigningSettings {
  headers: readonly { key: string; value: string }[]
}

/** Refuses what could not be signed or would be set twice, each at its field. */
export function checkSigning(
  input: SigningInput,
  authenticationHeader: string | undefined,
  context: z.RefinementCtx,
): void {
  const refuse: Refuse = (path, message) => context.addIssue({ code: 'custom', path, message })
  const own = listSignedHeaders(input)
  input.headers.forEach(({ key }, at) => {
    if (own.has(key.trim().toLowerCase())) {
      refuse(['headers', at, 'key'], 'Patchbay sets this header itself when it signs. Remove the row.')
    }
  })
  const carried = listCarriedHeaders(input, authenticationHeader)
  checkTemplate(input, carried, refuse)
  if (input.awsAuthType === 'credentials') checkAws(input, authenticationHeader, refuse)
  if (input.rfc9421SigningEnabled) checkComponents(input, carried, refuse)
}

type Refuse = (path: (string | number)[], message: string) => void

function checkTemplate({ headers }: SigningInput, carried: ReadonlySet<string>, refuse: Refuse): void {
  const template = findSignatureTemplate(headers)
  if (!template) return
  const path = ['headers', template.index, 'value']
  const { elements, error } = parseSignatureTemplate(template.text)
  if (!elements) {
    refuse(path, error)
    return
  }
  const absent = elements.find(
    (element) => element.type === 'header' && element.name !== TIMESTAMP_HEADER && !carried.has(element.name),
  )
  if (absent?.type === 'header') refuse(path, notCarried(absent.name, 'template'))
}

const AWS_NAME = /^[A-Za-z0-9-]+$/

function checkAws(input: SigningInput, authenticationHeader: string | undefined, refuse: Refuse): void {
  if (authenticationHeader?.toLowerCase() === 'authorization') {
    const message =
      'AWS Signature V4 sets the header Authorization, and so does the authentication. Choose Authentication Type None, or turn this off.'
    refuse(['awsAuthType'], message)
  }
  if (!/^\w+$/.test(input.awsAccessKeyId)) {
    refuse(['awsAccessKeyId'], 'Enter the access key id, for example AKIAIOSFODNN7EXAMPLE.')
  }
  if (!AWS_NAME.test(input.awsRegion)) refuse(['awsRegion'], 'Enter the region, for example us-east-1.')
  if (!AWS_NAME.test(input.awsService)) refuse(['awsService'], 'Enter the service, for example execute-api or s3.')
}

function checkComponents(input: SigningInput, carried: ReadonlySet<string>, refuse: Refuse): void {
  // RFC 8941 section 3.3.3: a string holds printable ASCII alone.
  if (!/^[ -~]+$/.test(input.rfc9421KeyId)) {
    refuse(['rfc9421KeyId'], 'Enter the id under which the receiver has the key, in printable ASCII.')
  }
  const { components, error } = parseComponents(input.rfc9421Components)
  if (!components) {
    refuse(['rfc9421Components'], error)
    return
  }
  const absent = components.find(({ name }) => !name.startsWith('@') && name !== 'content-digest' && !carried.has(name))
  if (absent) refuse(['rfc9421Components'], notCarried(absent.name, 'list'))
}

function notCarried(name: string, list: string): string {
  return `No request carries the header ${name}. Add a row for it to the headers, or take it out of the ${list}.`
}

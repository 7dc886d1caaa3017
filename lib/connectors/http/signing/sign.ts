import { exposeSecret, type Secret } from '@/lib/vault/secret'
import { ConnectorError } from '../../errors'
import { requireSecret } from '../authentication/resolver'
import type { HttpConfig } from '../schema'
import { signForAws } from './aws-signature-v4'
import { hmacSignature, valuesOf } from './hmac'
import { HMAC_HEADER } from './hmac-header'
import { CONTENT_DIGEST_HEADER, contentDigest, signatureBase } from './http-message-signature'
import { parseComponents } from './message-components'
import type { RequestToSign } from './request-to-sign'
import {
  BODY_ONLY,
  findSignatureTemplate,
  parseSignatureTemplate,
  type SignatureElement,
  TIMESTAMP_HEADER,
} from './signature-template'
import type { SignedText } from './signed-text'
import { readSigningKey } from './signing-key'

type Headers = [name: string, value: string][]
type Secrets = ReadonlyMap<string, Secret>

/** What one connector signs its requests with; made once per saved version. */
export interface Signer {
  /** Every text that could sign another request, for masking. */
  secrets: readonly string[]
  /**
   * The headers that sign a request over its final form, to be sent after its own. They hold for that request alone: a
   * repeated or redirected one is signed anew.
   * @param now milliseconds since 1970
   * @param newNonce gives a text that no other request has, of printable ASCII
   * @param tell is given what cannot be read off the signed request; in plain text, to be masked before it is kept
   * @throws ConnectorError signatureTemplateInvalid, signatureComponent, signingKeyInvalid, secretMissing
   */
  sign(request: RequestToSign, now: number, newNonce: () => string, tell?: Tell): Headers
}

type Tell = (signed: SignedText) => void

/** One way of signing: each sees the headers of those before it. */
interface Layer {
  secrets: string[]
  sign(request: RequestToSign, now: number, newNonce: () => string, tell: Tell | undefined): Headers
}

/**
 * Reads what a connector signs with. Whatever is wrong with it is told when a request is to be signed. A message
 * signature comes last, so that it may cover what the others add.
 */
export function createSigner(config: HttpConfig, secrets: Secrets): Signer {
  const layers = [...digestLayer(config), ...timestampLayer(config), ...awsLayer(config, secrets)]
  layers.push(...hmacLayer(config, secrets), ...messageLayer(config, secrets))
  return {
    secrets: layers.flatMap((layer) => layer.secrets),
    sign: (request, now, newNonce, tell) => {
      const headers = [...request.headers]
      const added: Headers = []
      for (const layer of layers) {
        const signed = layer.sign({ ...request, headers }, now, newNonce, tell)
        headers.push(...signed)
        added.push(...signed)
      }
      return added
    },
  }
}

function digestLayer({ rfc9421SigningEnabled, rfc9421Components }: HttpConfig): Layer[] {
  const { components } = parseComponents(rfc9421Components)
  const named = rfc9421SigningEnabled && components?.some(({ name }) => name === CONTENT_DIGEST_HEADER)
  return named ? [{ secrets: [], sign: ({ body }) => [[CONTENT_DIGEST_HEADER, contentDigest(body)]] }] : []
}

function timestampLayer({ headers }: HttpConfig): Layer[] {
  const template = findSignatureTemplate(headers)
  const { elements } = template ? parseSignatureTemplate(template.text) : { elements: null }
  const named = elements?.some((element) => element.type === 'header' && element.name === TIMESTAMP_HEADER)
  return named ? [{ secrets: [], sign: (_, now) => [[TIMESTAMP_HEADER, String(toSeconds(now))]] }] : []
}

function awsLayer(config: HttpConfig, secrets: Secrets): Layer[] {
  if (config.awsAuthType === 'none') return []
  const { awsAccessKeyId: accessKeyId, awsRegion: region, awsService: service } = config
  const stored = secrets.get('awsSecretAccessKey')
  return [
    {
      secrets: stored ? [exposeSecret(stored)] : [],
      sign: (request, now, _, tell) => {
        const secretAccessKey = requireSecret(secrets, 'awsSecretAccessKey')
        const tellText = tell && ((text: string) => tell({ by: 'aws', region, service, text }))
        return signForAws(request, { accessKeyId, secretAccessKey, region, service }, now, tellText)
      },
    },
  ]
}

function hmacLayer({ headers }: HttpConfig, secrets: Secrets): Layer[] {
  const stored = secrets.get('hmacSecret')
  if (!stored) return []
  const hmacSecret = exposeSecret(stored)
  const template = findSignatureTemplate(headers)
  const parsed = template ? parseSignatureTemplate(template.text) : null
  const sign = (request: RequestToSign): Headers => {
    const elements: readonly SignatureElement[] | null = parsed ? parsed.elements : BODY_ONLY
    if (!elements) throw new ConnectorError('signatureTemplateInvalid', parsed?.error ?? '')
    return [[HMAC_HEADER, hmacSignature(hmacSecret, valuesOf(elements, request))]]
  }
  return [{ secrets: [hmacSecret], sign }]
}

function messageLayer(config: HttpConfig, secrets: Secrets): Layer[] {
  if (!config.rfc9421SigningEnabled) return []
  const { rfc9421Algorithm: algorithm, rfc9421KeyId: keyId, rfc9421SignatureTTL: ttlSeconds } = config
  const stored = secrets.get('rfc9421PrivateKey')
  const { key, error } = stored
    ? readSigningKey(algorithm, exposeSecret(stored))
    : { key: null, error: 'No key is stored.' }
  const parsed = parseComponents(config.rfc9421Components)
  const sign: Layer['sign'] = (request, now, newNonce, tell) => {
    requireSecret(secrets, 'rfc9421PrivateKey')
    if (!key) throw new ConnectorError('signingKeyInvalid', error)
    if (!parsed.components) throw new ConnectorError('signatureComponent', parsed.error)
    const created = toSeconds(now)
    const { base, input } = signatureBase(request, parsed.components, [
      ['created', created],
      ['expires', created + ttlSeconds],
      ['nonce', newNonce()],
      ['keyid', keyId],
      ['alg', algorithm],
    ])
    tell?.({ by: 'rfc9421', text: base })
    return [
      ['Signature-Input', `${LABEL}=${input}`],
      ['Signature', `${LABEL}=:${key.sign(base).toString('base64')}:`],
    ]
  }
  // A key that cannot be read is a secret all the same.
  return [{ secrets: key?.secrets ?? (stored ? [exposeSecret(stored)] : []), sign }]
}

/** Of the one signature in the dictionaries of RFC 9421 section 4. */
const LABEL = 'sig1'

function toSeconds(ms: number): number {
  return Math.floor(ms / 1000)
}

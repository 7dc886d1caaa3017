import { exposeSecret, type Secret } from '@/lib/vault/secret'
import { ConnectorError } from '../../errors'
import type { HttpConfig } from '../schema'
import { hmacSignature, valuesOf } from './hmac'
import { HMAC_HEADER } from './hmac-header'
import type { RequestToSign } from './request-to-sign'
import {
  BODY_ONLY,
  findSignatureTemplate,
  parseSignatureTemplate,
  type SignatureElement,
  TIMESTAMP_HEADER,
} from './signature-template'

type Headers = [name: string, value: string][]

/** What one connector signs its requests with; made once per saved version. */
export interface Signer {
  /** Every text that could sign another request, for masking. */
  secrets: readonly string[]
  /**
   * The headers that sign a request over its final form, to be sent after its own. They hold for that request alone: a
   * repeated or redirected one is signed anew.
   * @param now milliseconds since 1970
   * @throws ConnectorError signatureTemplateInvalid
   */
  sign(request: RequestToSign, now: number): Headers
}

/** Reads what a connector signs with. Whatever is wrong with it is told when a request is to be signed. */
export function createSigner(config: HttpConfig, secrets: ReadonlyMap<string, Secret>): Signer {
  const stored = secrets.get('hmacSecret')
  const hmacSecret = stored && exposeSecret(stored)
  const template = findSignatureTemplate(config.headers)
  return {
    secrets: hmacSecret ? [hmacSecret] : [],
    sign: (request, now) => {
      if (!hmacSecret && !template) return []
      const elements = template ? requireElements(template.text) : BODY_ONLY
      const added: Headers = []
      if (elements.some((element) => element.type === 'header' && element.name === TIMESTAMP_HEADER)) {
        added.push([TIMESTAMP_HEADER, String(Math.floor(now / 1000))])
      }
      if (!hmacSecret) return added
      const complete = { ...request, headers: [...request.headers, ...added] }
      return [...added, [HMAC_HEADER, hmacSignature(hmacSecret, valuesOf(elements, complete))]]
    },
  }
}

function requireElements(template: string): readonly SignatureElement[] {
  const { elements, error } = parseSignatureTemplate(template)
  if (!elements) throw new ConnectorError('signatureTemplateInvalid', error)
  return elements
}

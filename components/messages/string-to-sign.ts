import { HMAC_HEADER } from '@/lib/connectors/http/signing/hmac-header'
import {
  BODY_ONLY,
  parseSignatureTemplate,
  type SignatureElement,
  TEMPLATE_HEADER,
} from '@/lib/connectors/http/signing/signature-template'
import type { CallRequest, SignedText } from './connector-record'

export interface StringToSign {
  title: string
  /** Masked, as the request is. */
  text: string
  /** Not the whole of it is known. */
  cut: boolean
}

/** A part of what an HMAC is made of, by the place in the request that it comes from. */
export type SignedPart =
  | { from: 'method' }
  | { from: 'uri' }
  | { from: 'body' }
  | { from: 'host' }
  | { from: 'header'; name: string }

/** What the signatures of a logged request were made over. A header that a signature names is masked in it as well. */
export function toStringsToSign(request: CallRequest, signed: readonly SignedText[]): StringToSign[] {
  const parts = hmacParts(request)
  const strings: StringToSign[] = []
  if (parts)
    strings.push({
      title: 'String to sign (HMAC)',
      text: parts.map((part) => textOfPart(part, request)).join(''),
      cut: request.bodyTruncated && parts.some(({ from }) => from === 'body'),
    })
  for (const { by, text } of signed) strings.push({ title: titles[by], text, cut: false })
  return strings
}

const titles: Readonly<Record<SignedText['by'], string>> = {
  aws: 'Canonical request, whose SHA-256 AWS Signature V4 signs',
  rfc9421: 'Signature base (RFC 9421)',
}

/** What the HMAC of a request was made of, in order; null when it carries none. */
export function hmacParts({ headers }: CallRequest): SignedPart[] | null {
  const header = (wanted: string) => headers.find(({ name }) => name.toLowerCase() === wanted)
  if (!header(HMAC_HEADER)) return null
  const template = header(TEMPLATE_HEADER)
  const { elements } = template ? parseSignatureTemplate(template.value) : { elements: BODY_ONLY }
  return elements?.map(toPart) ?? null
}

function toPart(element: SignatureElement): SignedPart {
  if (element.type !== 'header') return { from: element.type }
  return element.name === 'host' ? { from: 'host' } : { from: 'header', name: element.name }
}

function textOfPart(part: SignedPart, request: CallRequest): string {
  switch (part.from) {
    case 'method':
      return request.method
    case 'uri':
      return splitOrigin(request.url).rest
    case 'host':
      return splitOrigin(request.url).host
    case 'body':
      return bodyText(request)
    case 'header':
      return headersNamed(request, part.name)
        .map(({ value }) => value.trim())
        .join(', ')
  }
}

/** As text: a masked address is none that could be parsed and written again. */
export function splitOrigin(url: string): { host: string; rest: string } {
  const [, host = '', rest = ''] = /^[a-z]+:\/\/([^/?#]*)([^#]*)/i.exec(url) ?? []
  return { host, rest }
}

export function headersNamed({ headers }: CallRequest, wanted: string) {
  return headers.filter(({ name }) => name.toLowerCase() === wanted)
}

/** The body as it was sent, as far as it was kept. */
export function bodyText({ body }: CallRequest): string {
  if (body === null) return ''
  return typeof body === 'string' ? body : JSON.stringify(body)
}

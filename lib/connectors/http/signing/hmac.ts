import { createHmac } from 'node:crypto'
import { headerOf, type RequestToSign } from './request-to-sign'
import type { SignatureElement } from './signature-template'

/**
 * The value of the header x-descope-webhook-s256: base64 of the HMAC-SHA256 (RFC 2104) of some bytes.
 * @param parts what is signed, joined with nothing between; text counts as UTF-8
 */
export function hmacSignature(secret: string, parts: readonly (string | Uint8Array)[]): string {
  const mac = createHmac('sha256', secret)
  for (const part of parts) mac.update(part)
  return mac.digest('base64')
}

/** The values of a template's elements as they are on the wire; what a request does not carry is empty. */
export function valuesOf(elements: readonly SignatureElement[], request: RequestToSign): (string | Uint8Array)[] {
  return elements.map((element) => toValue(element, request))
}

function toValue(element: SignatureElement, request: RequestToSign): string | Uint8Array {
  switch (element.type) {
    case 'method':
      return request.method
    case 'uri':
      return request.url.pathname + request.url.search
    case 'body':
      return request.body ?? ''
    case 'header':
      return headerOf(request, element.name) ?? ''
  }
}

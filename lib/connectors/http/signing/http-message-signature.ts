import { createHash } from 'node:crypto'
import { ConnectorError } from '../../errors'
import type { MessageComponent } from './message-components'
import { headerOf, type RequestToSign } from './request-to-sign'

export const CONTENT_DIGEST_HEADER = 'content-digest'

/** The parameters of a signature in the order they are written (RFC 9421 section 2.3); times in seconds since 1970. */
export type SignatureParameters = [name: string, value: string | number][]

/**
 * The text that is signed, and the signature's parameters as they are sent (RFC 9421 section 2.5). A header that a
 * request without a body does not carry, Content-Type, is left out, so that the list tells what is covered.
 * @throws ConnectorError signatureComponent when the request lacks a component or it cannot be written
 */
export function signatureBase(
  request: RequestToSign,
  components: readonly MessageComponent[],
  parameters: SignatureParameters,
): { base: string; input: string } {
  const covered = components.flatMap((component) => {
    const value = valueOfComponent(request, component)
    if (value === undefined && component.name === 'content-type') return []
    if (value === undefined) throw new ConnectorError('signatureComponent', `The request has no ${component.name}.`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range begins there
    if (!/^[\u0000-\u007f]*$/.test(value)) {
      throw new ConnectorError('signatureComponent', `${component.name} holds characters beyond ASCII.`)
    }
    return [{ identifier: toIdentifier(component), value }]
  })
  const list = covered.map(({ identifier }) => identifier).join(' ')
  const input = `(${list})${parameters.map(([name, value]) => `;${name}=${toItem(value)}`).join('')}`
  const lines = covered.map(({ identifier, value }) => `${identifier}: ${value}\n`)
  return { base: `${lines.join('')}"@signature-params": ${input}`, input }
}

/** The header Content-Digest of a body (RFC 9530 section 2); without a body that of no bytes. */
export function contentDigest(body: RequestToSign['body']): string {
  const digest = createHash('sha256')
    .update(body ?? '')
    .digest('base64')
  return `sha-256=:${digest}:`
}

function valueOfComponent(request: RequestToSign, { name, parameter }: MessageComponent): string | undefined {
  const { method, url } = request
  switch (name) {
    case '@method':
      return method
    case '@target-uri':
      return url.origin + url.pathname + url.search
    case '@authority':
      return url.host
    case '@scheme':
      return url.protocol.slice(0, -1)
    case '@request-target':
      return url.pathname + url.search
    case '@path':
      return url.pathname
    case '@query':
      return url.search === '' ? '?' : url.search
    case '@query-param':
      return queryParameter(url, parameter ?? '')
    default:
      return headerOf(request, name)
  }
}

// One that occurs twice must not be signed (RFC 9421 section 2.2.8).
function queryParameter(url: URL, name: string): string | undefined {
  const [value, second] = url.searchParams.getAll(name)
  return value === undefined || second !== undefined ? undefined : encodeFormValue(value)
}

function toIdentifier({ name, parameter }: MessageComponent): string {
  return parameter === null ? `"${name}"` : `"${name}";name=${toItem(encodeFormValue(parameter))}`
}

// The percent-encode set of application/x-www-form-urlencoded, with %20 for a space (RFC 9421 section 2.2.8): it holds
// five characters that encodeURIComponent leaves as they are, and not the asterisk.
function encodeFormValue(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** A bare item of structured fields (RFC 8941 section 4.1): a string or an integer. */
function toItem(value: string | number): string {
  return typeof value === 'number' ? String(value) : `"${value.replace(/["\\]/g, '\\$&')}"`
}

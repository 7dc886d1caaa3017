import type { EgressResponse } from '@/lib/egress/request'
import { isHeaderNamed } from '@/lib/header-name'
import { MASK, type Masker } from '@/lib/language/masking'
import { recordBody } from '../record-body'
import type { CallTimings, ConnectorRecord } from '../types'
import type { ReadResponse } from './response'
import type { SignedText } from './signing/signed-text'

/** The sent request, masked. */
export function recordRequest(
  request: { method: string; url: string; headers: readonly (readonly [string, string])[]; body: string | null },
  masker: Masker,
  secretHeader: string | undefined,
): NonNullable<ConnectorRecord['request']> {
  const headers: Record<string, string> = {}
  const secretName = secretHeader?.toLowerCase()
  for (const [name, value] of request.headers) {
    const hash = HASHES_BODY.test(name) && request.body !== null && masker.maskText(request.body) !== request.body
    headers[masker.maskText(name)] = hash ? MASK : maskHeader(name, value, masker, secretName)
  }
  return { method: request.method, url: masker.maskText(request.url), headers, ...recordBody(request.body, masker) }
}

// A page of text; a request with longer addresses and headers is told by its own record.
const MOST_SIGNED_TEXT = 20_000

/**
 * What a request's signatures were made over, masked like the request: lines of a header with the header's own rule.
 * The hash of a body that holds a secret would tell whether a guess of it is right.
 */
export function recordSigned(
  signed: readonly SignedText[],
  body: string | null,
  masker: Masker,
  secretHeader: string | undefined,
): SignedText[] {
  const secretName = secretHeader?.toLowerCase()
  const hidesHash = body !== null && masker.maskText(body) !== body
  return signed.map((each) => {
    const lines = each.text.split('\n').map((line) => {
      const [, start = '', name = '', value = ''] = /^("?([\w!#$%&'*+.^`|~-]+)"?: ?)(.*)$/.exec(line) ?? []
      if (hidesHash && (HASHES_BODY.test(name) || /^[0-9a-f]{64}$/.test(line))) return `${start}${MASK}`
      return name === '' ? masker.maskText(line) : start + maskHeader(name, value, masker, secretName)
    })
    return { ...each, text: masker.maskText(lines.join('\n')).slice(0, MOST_SIGNED_TEXT) }
  })
}

/** The response, masked. */
export function recordResponse(
  response: EgressResponse,
  read: ReadResponse,
  masker: Masker,
): NonNullable<ConnectorRecord['response']> {
  const headers: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(response.headers)) {
    const mask = (text: string) => maskHeader(name, text, masker, undefined)
    headers[masker.maskText(name)] = Array.isArray(value) ? value.map(mask) : mask(value)
  }
  return {
    status: response.status,
    statusText: masker.maskText(response.statusText),
    headers,
    ...recordBody(read.text, masker),
    bodySize: response.body.length,
    ...(read.binaryType === null ? {} : { bodyEncoding: 'base64' }),
  }
}

export function recordTimings(timings: CallTimings): CallTimings {
  const round = (ms: number) => Math.round(ms * 100) / 100
  return {
    dns: round(timings.dns),
    connect: round(timings.connect),
    tls: round(timings.tls),
    wait: round(timings.wait),
    download: round(timings.download),
    total: round(timings.total),
  }
}

// By the hash of a body that holds a secret a guess of it could be tried.
const HASHES_BODY = /^(content-digest|x-amz-content-sha256)$/i

// Known texts and fingerprints that such names catch too: without them nobody can check a signature.
const SHOWN_HEADER = /^(x-descope-signature-template|signature-input)$/i

// Headers that carry credentials by their meaning are hidden even when Patchbay does not know the secret: one that a
// third party sets, or that an operator typed into a header row.
const SECRET_HEADER =
  /^(proxy-)?authorization$|^x-descope-webhook-s256$|^(set-)?cookie2?$|(^|[-_])(api-?key|apikey|token|secret|password|passwd|signature|credentials?|session-?id)s?([-_]|$)/i

function maskHeader(name: string, value: string, masker: Masker, secretName: string | undefined): string {
  const secret = secretName !== undefined && isHeaderNamed(name, secretName)
  if (!secret && !(SECRET_HEADER.test(name) && !SHOWN_HEADER.test(name))) return masker.maskText(value)
  const scheme = /^(proxy-)?authorization$/i.test(name)
    ? /^(Basic|Bearer|Digest|Token|ApiKey|Negotiate) /i.exec(value)?.[0]
    : ''
  return `${scheme ?? ''}${MASK}`
}

import { wantsContentHash } from './aws-services'
import { HMAC_HEADER } from './hmac-header'
import { findSignatureTemplate, parseSignatureTemplate, TIMESTAMP_HEADER } from './signature-template'

/** What the headers of a request depend on. */
export interface HeaderSources {
  headers: readonly { key: string; value: string }[]
  awsAuthType: 'none' | 'credentials'
  awsService: string
  rfc9421SigningEnabled: boolean
}

// Those of lib/egress, which a browser cannot load; a test compares them. Of the connection's own headers only the host
// is known before the request is sent.
const ALWAYS = ['accept', 'accept-encoding', 'user-agent', 'host']

/**
 * The names, in lower case, of the headers that a signature may cover: those that every request carries by then.
 * Content-Type is among them though a request without a body may lack it.
 */
export function listCarriedHeaders(sources: HeaderSources, authenticationHeader: string | undefined): Set<string> {
  const rows = sources.headers.map(({ key }) => key.trim().toLowerCase())
  const carried = new Set([...ALWAYS, 'content-type', ...rows, ...awsHeaders(sources)])
  if (authenticationHeader) carried.add(authenticationHeader.toLowerCase())
  if (namesTimestamp(sources.headers)) carried.add(TIMESTAMP_HEADER)
  return carried
}

/** The names, in lower case, of the headers that signing sets; no row may set them too. */
export function listSignedHeaders(sources: HeaderSources): Set<string> {
  const message = sources.rfc9421SigningEnabled ? ['signature', 'signature-input', 'content-digest'] : []
  return new Set([HMAC_HEADER, TIMESTAMP_HEADER, ...awsHeaders(sources), ...message])
}

function awsHeaders({ awsAuthType, awsService }: HeaderSources): string[] {
  if (awsAuthType === 'none') return []
  return ['authorization', 'x-amz-date', ...(wantsContentHash(awsService) ? ['x-amz-content-sha256'] : [])]
}

function namesTimestamp(headers: HeaderSources['headers']): boolean {
  const template = findSignatureTemplate(headers)
  const elements = (template && parseSignatureTemplate(template.text).elements) ?? []
  return elements.some((element) => element.type === 'header' && element.name === TIMESTAMP_HEADER)
}

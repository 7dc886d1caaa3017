import { authorityOf, EgressError, type EgressErrorCode } from './errors'

/** Puts an error of Node or undici into the words of the table of errors. */
export function toEgressError(error: unknown, url: URL): EgressError {
  if (error instanceof EgressError) return error
  const facts = { host: url.hostname, authority: authorityOf(url) }
  const first = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  const code = codeOf(first)
  const known = byCode[code]
  const cause = causeOf(first, code)
  if (known) return new EgressError(known, { ...facts, cause })
  if (/^(HPE_|UND_ERR_RES|UND_ERR_HEADERS_OVERFLOW)/.test(code))
    return new EgressError('badResponse', { ...facts, cause })
  if (/^(ERR_SSL|ERR_TLS|EPROTO)/.test(code)) return new EgressError('tlsFailed', { ...facts, cause: tlsCause(code) })
  if (/CERT|CRL|SIGNATURE/.test(code)) return new EgressError('tlsFailed', { ...facts, cause })
  if (/^(UND_ERR_INVALID_ARG|UND_ERR_REQ|ERR_INVALID)/.test(code))
    return new EgressError('badRequest', { ...facts, cause })
  return new EgressError('connectionFailed', { ...facts, cause })
}

const byCode: Record<string, EgressErrorCode> = {
  ENOTFOUND: 'dnsNotFound',
  ENODATA: 'dnsNotFound',
  EAI_NODATA: 'dnsNotFound',
  EAI_AGAIN: 'dnsFailed',
  EAI_FAIL: 'dnsFailed',
  ESERVFAIL: 'dnsFailed',
  ECONNREFUSED: 'connectionRefused',
  ECONNRESET: 'connectionReset',
  EPIPE: 'connectionReset',
  ECONNABORTED: 'connectionReset',
  UND_ERR_SOCKET: 'connectionReset',
  // The connection ended in the middle of an answer.
  HPE_INVALID_EOF_STATE: 'connectionReset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'connectionReset',
  CERT_HAS_EXPIRED: 'tlsExpired',
  CERT_NOT_YET_VALID: 'tlsNotYetValid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tlsSelfSigned',
  SELF_SIGNED_CERT_IN_CHAIN: 'tlsSelfSigned',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tlsUntrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tlsUntrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tlsUntrusted',
  CERT_UNTRUSTED: 'tlsUntrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tlsWrongHost',
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  // undici leaves the code of some of its parser's errors out.
  if (error instanceof Error && error.name === 'HTTPParserError')
    return error.message.includes('Invalid EOF state') ? 'HPE_INVALID_EOF_STATE' : 'HPE_INVALID'
  return 'cause' in error ? codeOf(error.cause) : ''
}

function causeOf(error: unknown, code: string): string | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' && error instanceof Error && 'cert' in error) {
    const names = namesOf(error.cert)
    return names ? `it names ${names.slice(0, 200)}` : undefined
  }
  if (code.startsWith('UND_ERR') || code.startsWith('HPE_')) return error instanceof Error ? error.message : code
  return code || undefined
}

function namesOf(certificate: unknown): string | undefined {
  if (typeof certificate !== 'object' || certificate === null || !('subjectaltname' in certificate)) return undefined
  return typeof certificate.subjectaltname === 'string' ? certificate.subjectaltname : undefined
}

function tlsCause(code: string): string {
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST|UNEXPECTED_EOF/.test(code))
    return 'it does not seem to speak TLS'
  return code
}

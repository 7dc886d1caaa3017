import { toAuthority } from '@/lib/authority'
import { EgressError, type EgressErrorCode } from '@/lib/egress/errors'
import { TooLargeError } from '@/lib/language/size'
import { type CallFailure, ConnectorError, onTheWay } from '../errors'

/** Why a mail was not sent, in words: the cause that the server, the connection or the guard gives. */
export function toSmtpFailure(error: unknown, { host, port }: { host: string; port: number }): CallFailure {
  if (error instanceof ConnectorError) return error
  if (error instanceof TooLargeError) return new ConnectorError('valuesTooLarge', error.message)
  // No mail server has so much to say.
  if (error instanceof EgressError && error.code === 'tooLarge') return new ConnectorError('smtpProtocol', host)
  if (error instanceof EgressError) return onTheWay(error)
  const text = error instanceof Error ? error.message : ''
  const { code, response } = factsOf(error)
  // Whatever it was about, the server has not done it, and may later (RFC 5321 section 4.2.1).
  if (/^4\d\d[ -]/.test(response)) return new ConnectorError('smtpLater', response)
  if (code === 'EAUTH') return new ConnectorError('smtpLogin', response || text)
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return new ConnectorError('smtpRefused', response || text)
  const tls = tlsCause(text)
  const facts = { host, authority: toAuthority(host, port) }
  if (tls) return onTheWay(new EgressError(tls, facts))
  if (code === 'ETLS') return new ConnectorError('smtpNoTls', host)
  if (/wrong version number|packet length|Invalid greeting/i.test(text)) return new ConnectorError('smtpProtocol', host)
  if (code === 'EPROTOCOL' && response) return new ConnectorError('smtpRefused', response)
  return onTheWay(new EgressError('connectionReset', facts))
}

function factsOf(error: unknown): { code: string; response: string } {
  const read = (key: string) => {
    const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined
    return typeof value === 'string' ? value : ''
  }
  return { code: read('code'), response: read('response') }
}

// nodemailer keeps the words of OpenSSL and not its code.
function tlsCause(text: string): EgressErrorCode | null {
  if (/self-signed certificate/i.test(text)) return 'tlsSelfSigned'
  if (/certificate has expired/i.test(text)) return 'tlsExpired'
  if (/altnames|does not match certificate/i.test(text)) return 'tlsWrongHost'
  if (/unable to (verify|get).*(certificate|issuer)/i.test(text)) return 'tlsUntrusted'
  return null
}

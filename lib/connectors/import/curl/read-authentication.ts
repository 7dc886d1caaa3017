import { holdsToken, isCredentialHeader, isStandIn } from '../credentials'
import type { ImportedAuthentication, ReportLine, Span } from '../types'
import type { GivenHeader } from './read-headers'
import type { GivenOption } from './read-options'
import { hasUnknown } from './unknowns'

interface Candidate {
  what: string
  authentication: ImportedAuthentication
  at: Span
}

/**
 * Finds the credentials of a command and makes the first of them the connector's authentication, where they are sealed.
 * @param userInfo what stands in front of the host
 * @param host of which AWS regions and services can be a part
 * @returns the authentication and the headers that are no credential
 */
export function readAuthentication(
  options: readonly GivenOption[],
  headers: readonly GivenHeader[],
  userInfo: { text: string; at: Span } | null,
  host: string,
  report: ReportLine[],
): { authentication: ImportedAuthentication; headers: GivenHeader[] } {
  const isCredential = ({ name, value }: GivenHeader) => isCredentialHeader(name) || holdsToken(value)
  const [authorization, others] = split(
    headers.filter(isCredential),
    ({ name }) => name.toLowerCase() === 'authorization',
  )
  const [cookies, keys] = split(others, ({ name }) => name.toLowerCase() === 'cookie')
  const candidates = [
    // A header replaces what curl would have made of -u.
    ...authorization.map(fromAuthorization),
    ...lastOf(options, 'oauth2-bearer').map(({ what, value, valueAt: at }) => ({
      what,
      at,
      authentication: bearer(value),
    })),
    ...fromUser(options, userInfo, host, report),
    ...keys.map(fromKey),
    ...cookies.map(fromKey),
  ]
  const [first, ...rest] = candidates
  for (const { what, at } of rest) {
    const message =
      'It looks like a credential, and a connector keeps one. It was left out; add it to the headers if it is no secret.'
    report.push({ tone: 'left', what, message, at })
  }
  if (first) sayWhatIsMissing(first, report)
  const authentication = first?.authentication ?? { method: 'none' }
  const taken = headerOf(authentication)
  return {
    authentication,
    headers: headers.filter((header) => !isCredential(header) && header.name.toLowerCase() !== taken),
  }
}

function headerOf(authentication: ImportedAuthentication): string | null {
  if (authentication.method === 'none') return null
  return authentication.method === 'apiKey' ? authentication.apiKey.key.toLowerCase() : 'authorization'
}

function fromAuthorization({ name, value, at }: GivenHeader): Candidate {
  const [, scheme = '', rest = ''] = /^(\S+)\s+([\s\S]+)$/.exec(value) ?? []
  if (/^bearer$/i.test(scheme)) return { what: name, at, authentication: bearer(rest.trim()) }
  const basic = /^basic$/i.test(scheme) ? decodeBasic(rest.trim()) : null
  if (basic) return { what: name, at, authentication: basicOf(basic) }
  return fromKey({ name, value, at })
}

function fromKey({ name, value, at }: GivenHeader): Candidate {
  return { what: name, at, authentication: { method: 'apiKey', apiKey: { key: name, token: known(value) } } }
}

function fromUser(
  options: readonly GivenOption[],
  userInfo: { text: string; at: Span } | null,
  host: string,
  report: ReportLine[],
): Candidate[] {
  const way = options.find(({ option }) => /^(digest|ntlm|ntlm-wb|negotiate)$/.test(option.name))
  const [user] = lastOf(options, 'user')
  const given = user
    ? { text: user.value, at: user.valueAt, what: user.what }
    : userInfo && { ...userInfo, what: 'user@' }
  if (!given) return []
  const [aws] = lastOf(options, 'aws-sigv4')
  if (aws && !way) return [{ what: given.what, at: given.at, authentication: awsOf(aws, given.text, host) }]
  if (way) {
    const message = `It belongs to ${way.what}, which was left out: by another way it might be sent in the open.`
    report.push({ tone: 'left', what: given.what, message, at: given.at })
    return []
  }
  if (options.some(({ option }) => option.name === 'anyauth'))
    report.push({
      tone: 'changed',
      what: '--anyauth',
      message: 'Basic is used, whatever the server offers.',
      at: given.at,
    })
  return [{ what: given.what, at: given.at, authentication: basicOf(given.text) }]
}

/** `provider1:provider2:region:service`; curl reads what is left out from a host like service.region.amazonaws.com. */
function awsOf({ value }: GivenOption, user: string, host: string): ImportedAuthentication {
  const [, , region, service] = value.split(':')
  const [fromHost = '', regionOfHost = ''] = host.split('.').length > 3 ? host.split('.') : host.split('.', 1)
  const colon = user.indexOf(':')
  return {
    method: 'awsSignatureV4',
    accessKeyId: hasUnknown(user.split(':', 1)[0] ?? '') ? '' : (user.split(':', 1)[0] ?? ''),
    secretAccessKey: colon < 0 ? null : known(user.slice(colon + 1)),
    region: region || regionOfHost || 'us-east-1',
    service: service || fromHost,
  }
}

function bearer(token: string): ImportedAuthentication {
  return { method: 'bearerToken', bearerToken: known(token) }
}

function basicOf(text: string): ImportedAuthentication {
  const colon = text.indexOf(':')
  const username = colon < 0 ? text : text.slice(0, colon)
  const password = colon < 0 ? null : text.slice(colon + 1)
  // The user name is the secret then, and only a secret is sealed: the header as a whole becomes one.
  if (password === '' || (password !== null && /^(x|x-oauth-basic|api_token)$/i.test(password))) {
    const token = known(username) === null ? null : `Basic ${encodeBase64(text)}`
    return { method: 'apiKey', apiKey: { key: 'Authorization', token } }
  }
  const shown = hasUnknown(username) ? '' : username
  return { method: 'basic', basic: { username: shown, password: password === null ? null : known(password) } }
}

/** The value, or null when it only stands for one. */
function known(value: string): string | null {
  return hasUnknown(value) || isStandIn(value.replace(/^\S+ (?=\S+$)/, '')) ? null : value
}

function sayWhatIsMissing({ what, authentication, at }: Candidate, report: ReportLine[]): void {
  if (authentication.method === 'none' || authentication.method === 'connection' || secretOf(authentication) !== null)
    return
  report.push({ tone: 'changed', what, message: 'The command does not hold the secret itself. Enter it.', at })
}

function secretOf(authentication: Exclude<ImportedAuthentication, { method: 'none' | 'connection' }>): string | null {
  switch (authentication.method) {
    case 'bearerToken':
      return authentication.bearerToken
    case 'apiKey':
      return authentication.apiKey.token
    case 'basic':
      return authentication.basic.password
    case 'oauth2ClientCredentials':
      return authentication.clientSecret
    case 'awsSignatureV4':
      return authentication.secretAccessKey
  }
}

function lastOf(options: readonly GivenOption[], name: string): GivenOption[] {
  return options.filter(({ option }) => option.name === name).slice(-1)
}

function split<T>(items: readonly T[], first: (item: T) => boolean): [T[], T[]] {
  return [items.filter(first), items.filter((item) => !first(item))]
}

function decodeBasic(text: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return decoded.includes(':') ? decoded : null
  } catch {
    return null
  }
}

function encodeBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))
}

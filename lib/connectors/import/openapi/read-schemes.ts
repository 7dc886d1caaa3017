import { isJsonObject, type Json, type JsonObject } from '@/lib/language/json'
import { tokenUrlError } from '../../http/oauth/schema'
import type { ImportedAuthentication, ReportLine } from '../types'
import type { DocumentOperation } from './read-openapi'
import { own, ownText, type References } from './references'

/** A way to sign in that a document describes and a connector knows. */
export interface DocumentScheme {
  name: string
  authentication: ImportedAuthentication
}

interface SchemeSource {
  root: JsonObject
  operations: readonly DocumentOperation[]
  references: References
  /** The first server: addresses of the document may be relative to it. */
  baseUrl: string
}

/**
 * The security schemes that a connector knows, those that the document asks for first, then those that most operations
 * ask for. The others are named.
 */
export function readSchemes(
  { root, operations, references, baseUrl }: SchemeSource,
  report: ReportLine[],
): DocumentScheme[] {
  const described = references.field(references.field(root, 'components') ?? {}, 'securitySchemes') ?? {}
  const wanted = new Map<string, number>()
  const count = (requirements: Json | undefined, weight: number) => {
    for (const requirement of Array.isArray(requirements) ? requirements : []) {
      const names = isJsonObject(requirement) ? Object.keys(requirement) : []
      if (names.length > 1) sayTogether(names, report)
      for (const name of names) wanted.set(name, (wanted.get(name) ?? 0) + weight)
    }
  }
  count(own(root, 'security'), operations.length + 1)
  for (const { source } of operations) count(own(source.operation, 'security'), 1)

  const schemes = Object.entries(described).flatMap(([name, value]) => {
    const scheme = references.object(value)
    const authentication = scheme ? toAuthentication(name, scheme, { references, baseUrl }, report) : null
    return authentication ? [{ name: name.slice(0, 100), authentication }] : []
  })
  return schemes.toSorted((one, other) => (wanted.get(other.name) ?? 0) - (wanted.get(one.name) ?? 0))
}

function toAuthentication(
  name: string,
  scheme: JsonObject,
  { references, baseUrl }: Pick<SchemeSource, 'references' | 'baseUrl'>,
  report: ReportLine[],
): ImportedAuthentication | null {
  const say = (tone: ReportLine['tone'], message: string) => {
    report.push({ tone, what: name.slice(0, 80), message, at: null })
    return null
  }
  const kind = ownText(scheme, 'scheme')?.toLowerCase()
  switch (ownText(scheme, 'type')) {
    case 'http':
      if (kind === 'bearer') return { method: 'bearerToken', bearerToken: null }
      if (kind === 'basic') return { method: 'basic', basic: { username: '', password: null } }
      return say('left', 'Connectors do not know this way to sign in.')
    case 'apiKey': {
      const key = ownText(scheme, 'name') ?? ''
      if (ownText(scheme, 'in') === 'header' && key !== '') return { method: 'apiKey', apiKey: { key, token: null } }
      return say('left', 'Connectors send a key in a header, not in the query or a cookie.')
    }
    case 'oauth2': {
      const flow = references.field(references.field(scheme, 'flows') ?? {}, 'clientCredentials')
      const tokenUrl = ownText(flow, 'tokenUrl')
      const authUrl = tokenUrl === undefined ? undefined : resolve(tokenUrl, baseUrl)
      if (flow && authUrl !== undefined && tokenUrlError(authUrl) === null) {
        const scopes = Object.keys(references.field(flow, 'scopes') ?? {})
        if (scopes.length > 0)
          say('changed', 'All scopes that the document names are asked for. Take out what is not needed.')
        return {
          method: 'oauth2ClientCredentials',
          clientId: '',
          clientSecret: null,
          authUrl,
          scopes: scopes.join(' ').slice(0, 2_000),
        }
      }
      const why = flow
        ? `The document does not say in full where tokens are fetched. Set OAuth 2.0 Client Credentials up in the connector, or enter a token: it is sent as Bearer Token.`
        : 'A person has to agree there. A token that you enter is sent as Bearer Token.'
      say('changed', why)
      return { method: 'bearerToken', bearerToken: null }
    }
    case 'openIdConnect':
      say('changed', 'A token that you enter is sent as Bearer Token.')
      return { method: 'bearerToken', bearerToken: null }
    default:
      return say('left', 'Connectors do not know this way to sign in.')
  }
}

/** An address of the document below its server (OpenAPI 3, Relative References in API URLs); as it is where none is known. */
function resolve(url: string, baseUrl: string): string {
  // A host that has to be filled in is in angle brackets, which no URL takes.
  return URL.canParse(url, baseUrl) ? new URL(url, baseUrl).href : url
}

function sayTogether(names: readonly string[], report: ReportLine[]): void {
  const what = names.join(' + ').slice(0, 80)
  if (report.some((line) => line.what === what)) return
  const message = 'The document asks for these together, and a connector has one authentication.'
  report.push({ tone: 'left', what, message, at: null })
}

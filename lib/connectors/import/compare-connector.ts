import type { HttpConfig } from '../http/schema'
import { toSignIn } from './sign-in'
import type { ImportedAuthentication, ImportedConnector } from './types'

/** Of a connector that is there, what a call by it sends of itself. Its secrets are known to nobody here. */
export type ConnectorSettings = Pick<
  HttpConfig,
  | 'baseUrl'
  | 'authentication'
  | 'headers'
  | 'insecure'
  | 'retry'
  | 'awsAuthType'
  | 'awsAccessKeyId'
  | 'awsRegion'
  | 'awsService'
>

/** A connector that an imported call may be made by. */
export interface ImportTarget extends ConnectorSettings {
  id: string
  name: string
}

export interface Comparison {
  /** What of the import a call by the connector does not do, in words. */
  lost: string[]
  /** What the connector sends besides, in words. */
  added: string[]
  /** The connector signs in as the import does and sends the same headers; only the secret itself may be another. */
  agrees: boolean
}

// They say how an answer is wanted or who asks, and change no call.
const HARMLESS = new Set(['accept', 'accept-language', 'content-type', 'user-agent'])

/** What changes when an imported call is made by a connector that is there already. */
export function compareConnector(imported: ImportedConnector, settings: ConnectorSettings): Comparison {
  const [ours, theirs] = [imported.authentication, authenticationOf(settings)]
  const sameSignIn = isSame(ours, theirs)
  const lost: string[] = []
  const added: string[] = []
  if (!sameSignIn && ours.method !== 'none') lost.push(`Authentication: ${describe(ours)}`)
  if (!sameSignIn && theirs.method !== 'none') added.push(`Authentication: ${describe(theirs)}`)
  const known = new Map(settings.headers.map(({ key, value }) => [key.toLowerCase(), value]))
  for (const { key, value } of imported.headers) {
    const other = known.get(key.toLowerCase())
    if (other === undefined) lost.push(`Header ${key}: ${value}`)
    else if (other !== value) lost.push(`Header ${key}: ${value} (the connector sends ${other})`)
  }
  const named = new Set(imported.headers.map(({ key }) => key.toLowerCase()))
  const others = settings.headers.filter(({ key }) => !named.has(key.toLowerCase()))
  added.push(...others.map(({ key, value }) => `Header ${key}: ${value}`))
  if (imported.insecure && !settings.insecure) lost.push('Trust any certificate: the connector verifies it')
  if (imported.retry && settings.retry?.attempts !== imported.retry.attempts)
    lost.push(`Retries: ${imported.retry.attempts} attempts`)
  const agrees = lost.length === 0 && sameSignIn && others.every(({ key }) => HARMLESS.has(key.toLowerCase()))
  // Whether it is the same one cannot be told: a stored secret is shown to nobody.
  const secret = sameSignIn ? toSignIn(ours)?.secret : undefined
  if (secret && secret.value !== '')
    lost.push(`${secret.label} as it was given: the connector sends the one that it has stored`)
  return { lost, added, agrees }
}

/** Whether both sign in alike, as far as it is known: a name that the import does not hold may be any. */
function isSame(ours: ImportedAuthentication, theirs: ImportedAuthentication): boolean {
  const [one, other] = [toSignIn(ours), toSignIn(theirs)]
  if (!one || !other) return one === other
  return (
    one.label === other.label &&
    one.facts === other.facts &&
    one.secret.label.toLowerCase() === other.secret.label.toLowerCase() &&
    (!one.username?.value || one.username.value === other.username?.value)
  )
}

function describe(authentication: ImportedAuthentication): string {
  const signIn = toSignIn(authentication)
  if (!signIn) return 'None'
  const { label, username, facts } = signIn
  const parts = [
    authentication.method === 'apiKey' ? authentication.apiKey.key : '',
    username?.value ? `${username.label} ${username.value}` : '',
    facts,
  ].filter((part) => part !== '')
  return parts.length === 0 ? label : `${label} (${parts.join('; ')})`
}

function authenticationOf(settings: ConnectorSettings): ImportedAuthentication {
  const { authentication, awsAuthType, awsAccessKeyId, awsRegion, awsService } = settings
  if (awsAuthType === 'credentials')
    return {
      method: 'awsSignatureV4',
      accessKeyId: awsAccessKeyId,
      secretAccessKey: null,
      region: awsRegion,
      service: awsService,
    }
  switch (authentication.method) {
    case 'none':
      return { method: 'none' }
    case 'bearerToken':
      return { method: 'bearerToken', bearerToken: null }
    case 'apiKey':
      return { method: 'apiKey', apiKey: { key: authentication.apiKey.key, token: null } }
    case 'basic':
      return { method: 'basic', basic: { username: authentication.basic.username, password: null } }
    case 'oauth2ClientCredentials': {
      const { clientId, authUrl, scopes } = authentication.oauth2ClientCredentials
      return { method: 'oauth2ClientCredentials', clientId, clientSecret: null, authUrl, scopes }
    }
    case 'connection':
      return authentication
  }
}

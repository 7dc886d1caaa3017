import { z } from 'zod'
import { DEFAULT_MAX_RESPONSE_BYTES } from '@/lib/connectors/fields'
import type { ConnectionSettings } from '@/lib/connectors/http/connection/schema'
import { originOf } from '@/lib/connectors/http/origin'
import {
  type HttpAuthenticationMethod,
  type HttpDefinition,
  type HttpInput,
  httpInputSchema,
} from '@/lib/connectors/http/schema'
import { type NetworkValues, toNetworkInput, toNetworkValues } from './network/network-values'
import { type OauthValues, toOauthInput, toOauthValues } from './oauth/oauth-values'
import { type RetryValues, toRetryField, toRetryInput, toRetryValues } from './retry/retry-values'
import { type SigningValues, toSigningInput, toSigningValues } from './signing/signing-values'

const BYTES_PER_KB = 1024

const newConnection: ConnectionSettings = {
  appId: '',
  level: 'user',
  scopes: '',
  header: 'Authorization',
  prefix: 'Bearer ',
}

/**
 * The form of a Generic HTTP connector. Every authentication method keeps what was typed into it, whichever is chosen;
 * only the chosen one is sent. A secret is null as long as the stored one stays.
 */
export interface ConnectorValues extends SigningValues, NetworkValues {
  name: string
  description: string
  baseUrl: string
  authentication: {
    method: HttpAuthenticationMethod
    bearerToken: string | null
    apiKey: { key: string; token: string | null }
    basic: { username: string; password: string | null }
    oauth2ClientCredentials: OauthValues
    connection: ConnectionSettings
  }
  headers: { key: string; value: string }[]
  includeHeadersInContext: boolean
  timeoutSeconds: number | null
  maxResponseKb: number | null
  retry: RetryValues
}

/** The form's schema: the connector's own, whose messages land at the same fields. */
export const connectorValuesSchema = z.custom<ConnectorValues>().superRefine((values, context) => {
  const parsed = httpInputSchema.safeParse(toHttpInput(values))
  for (const issue of parsed.error?.issues ?? []) {
    const [head, ...rest] = issue.path
    const path = toFormPath(head, rest, issue.path)
    const message = head === 'maxResponseBytes' ? 'Use 1 to 102,400 KB.' : issue.message
    context.addIssue({ code: 'custom', path, message })
  }
})

function toFormPath(head: PropertyKey | undefined, rest: PropertyKey[], path: PropertyKey[]): PropertyKey[] {
  if (head === 'maxResponseBytes') return ['maxResponseKb']
  return head === 'retry' ? toRetryField(path) : [head ?? 'root', ...rest]
}

/** What the form shows of a stored connector; without one, of a new one. */
export function toConnectorValues(definition: HttpDefinition | null): ConnectorValues {
  const authentication = definition?.authentication
  return {
    name: definition?.name ?? '',
    description: definition?.description ?? '',
    baseUrl: definition?.baseUrl ?? '',
    authentication: {
      method: authentication?.method ?? 'none',
      bearerToken: authentication?.method === 'bearerToken' ? null : '',
      apiKey:
        authentication?.method === 'apiKey' ? { key: authentication.apiKey.key, token: null } : { key: '', token: '' },
      basic:
        authentication?.method === 'basic'
          ? { username: authentication.basic.username, password: null }
          : { username: '', password: '' },
      oauth2ClientCredentials: toOauthValues(authentication),
      connection: authentication?.method === 'connection' ? { ...authentication.connection } : newConnection,
    },
    headers: definition?.headers.map(({ key, value }) => ({ key, value })) ?? [],
    includeHeadersInContext: definition?.includeHeadersInContext ?? false,
    ...toSigningValues(definition),
    ...toNetworkValues(definition),
    timeoutSeconds: definition?.timeoutSeconds ?? null,
    maxResponseKb: (definition?.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES) / BYTES_PER_KB,
    retry: toRetryValues(definition?.retry ?? null),
  }
}

/** What is sent: the chosen authentication alone, a stored secret left out. */
export function toHttpInput(values: ConnectorValues): z.input<typeof httpInputSchema> {
  const { name, description, baseUrl, headers, includeHeadersInContext, timeoutSeconds, maxResponseKb } = values
  return {
    type: 'http',
    name,
    description,
    baseUrl,
    headers: headers.map(({ key, value }) => ({ key, value })),
    includeHeadersInContext,
    timeoutSeconds,
    maxResponseBytes: Math.round((maxResponseKb ?? 0) * BYTES_PER_KB),
    authentication: toAuthentication(values.authentication),
    ...toSigningInput(values),
    ...toNetworkInput(values),
    retry: toRetryInput(values.retry),
  }
}

/** Whether a save would change what flows read or where they call. */
export function movesFlows(before: HttpDefinition, values: ConnectorValues): boolean {
  return before.baseUrl !== values.baseUrl.trim() || before.includeHeadersInContext !== values.includeHeadersInContext
}

/** Whether a typed base URL leads to another scheme, host or port than the stored one; false while it is not a URL yet. */
export function movesHost(storedBaseUrl: string | null, typed: string): boolean {
  const origin = originOf(typed)
  return storedBaseUrl !== null && origin !== null && origin !== originOf(storedBaseUrl)
}

/** Whether TLS to a URL is newly not verified: a stored secret is not sent over it unasked. */
export function weakensTls(storedInsecure: boolean | undefined, typed: boolean, url: string): boolean {
  return storedInsecure === false && typed && originOf(url)?.startsWith('https:') === true
}

/** The chosen authentication alone. */
export function toAuthentication(authentication: ConnectorValues['authentication']): HttpInput['authentication'] {
  const { bearerToken, apiKey, basic } = authentication
  switch (authentication.method) {
    case 'none':
      return { method: 'none' }
    case 'bearerToken':
      return { method: 'bearerToken', bearerToken: bearerToken ?? undefined }
    case 'apiKey':
      return { method: 'apiKey', apiKey: { key: apiKey.key, token: apiKey.token ?? undefined } }
    case 'basic':
      return { method: 'basic', basic: { username: basic.username, password: basic.password ?? undefined } }
    case 'oauth2ClientCredentials':
      return toOauthInput(authentication.oauth2ClientCredentials)
    case 'connection':
      return { method: 'connection', connection: { ...authentication.connection } }
  }
}

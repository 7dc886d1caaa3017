import { httpStepType } from '@/lib/steps/connector/types/http'
import type { ConnectorTypeDefinition, SecretChanges } from '../definition'
import { UNVERIFIED } from '../destination'
import { originOf } from './origin'
import { type HttpConfig, type HttpInput, httpAuthenticationLabels, httpConfigSchema, httpInputSchema } from './schema'
import {
  optionalSigningSecrets,
  type SigningSecrets,
  type SigningSettings,
  signingSecretFields,
} from './signing/schema'
import { findSignatureTemplate } from './signing/signature-template'

export const httpDefinition: ConnectorTypeDefinition<HttpConfig, HttpInput> = {
  label: 'Generic HTTP',
  description: 'Calls any HTTP API: fetch data into a flow, or send data out.',
  actions: httpStepType.actions,
  targetLabel: 'Base URL',
  inputSchema: httpInputSchema,
  configSchema: httpConfigSchema,
  target: ({ baseUrl }) => baseUrl,
  searchedKeys: ['baseUrl'],
  authentication: describeAuthentication,
  insecure: ({ insecure }) => insecure,
  answerForm: ({ includeHeadersInContext }) => (includeHeadersInContext ? 'headers' : 'body'),
  secretFields: (config) => ({ ...secretFieldsOf[config.authentication.method], ...signingSecretFields(config) }),
  optionalSecretFields: () => optionalSigningSecrets,
  destination,
  split: ({ type: _, name, description, authentication, ...rest }) => {
    const { config, secrets } = splitAuthentication(authentication)
    const { settings, secrets: signing } = splitSigning(rest)
    return { name, description, config: { ...settings, authentication: config }, secrets: { ...secrets, ...signing } }
  },
}

/** A connector that only signs has no authentication method, and is protected all the same. */
function describeAuthentication(config: HttpConfig, stored: readonly string[]): string {
  const { authentication, headers, awsAuthType, rfc9421SigningEnabled } = config
  const template = findSignatureTemplate(headers) !== null
  const parts = [
    authentication.method === 'none' ? null : httpAuthenticationLabels[authentication.method],
    awsAuthType === 'credentials' ? 'AWS Signature V4' : null,
    rfc9421SigningEnabled ? 'HTTP Message Signatures' : null,
    template ? 'Signature template' : stored.includes('hmacSecret') ? 'HMAC' : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? httpAuthenticationLabels.none : parts.join(', ')
}

const CLIENT_SECRET = 'authentication.oauth2ClientCredentials.clientSecret'

// Where any certificate is trusted, whoever stands on the way could ask for the secret: that counts as another place.
function destination(config: HttpConfig, field: string): string {
  const places = listPlaces(config, field)
  return config.insecure && /(^| )https:/i.test(places) ? places + UNVERIFIED : places
}

/** A client secret is sent to the token endpoint, and what it buys there to the base URL: it stays with both. */
function listPlaces({ baseUrl, authentication }: HttpConfig, field: string): string {
  const base = originOf(baseUrl) ?? baseUrl
  if (field !== CLIENT_SECRET || authentication.method !== 'oauth2ClientCredentials') return base
  const { authUrl } = authentication.oauth2ClientCredentials
  return `${base} ${originOf(authUrl) ?? authUrl}`
}

const secretFieldsOf: Record<HttpConfig['authentication']['method'], Record<string, string>> = {
  none: {},
  bearerToken: { 'authentication.bearerToken': 'Enter the token.' },
  apiKey: { 'authentication.apiKey.token': 'Enter the key value.' },
  basic: { 'authentication.basic.password': 'Enter the password.' },
  oauth2ClientCredentials: { [CLIENT_SECRET]: 'Enter the client secret.' },
  connection: {},
}

/** A key of a way of signing that is off is not stored. */
function splitSigning<T extends SigningSettings>(input: T & SigningSecrets) {
  const { hmacSecret, awsSecretAccessKey, rfc9421PrivateKey, ...settings } = input
  const secrets: SecretChanges = { hmacSecret }
  if (settings.awsAuthType === 'credentials') secrets.awsSecretAccessKey = awsSecretAccessKey
  if (settings.rfc9421SigningEnabled) secrets.rfc9421PrivateKey = rfc9421PrivateKey
  return { settings, secrets }
}

function splitAuthentication(input: HttpInput['authentication']): {
  config: HttpConfig['authentication']
  secrets: SecretChanges
} {
  switch (input.method) {
    case 'none':
    case 'connection':
      return { config: input, secrets: {} }
    case 'bearerToken':
      return { config: { method: 'bearerToken' }, secrets: { 'authentication.bearerToken': input.bearerToken } }
    case 'apiKey': {
      const { key, token } = input.apiKey
      return { config: { method: 'apiKey', apiKey: { key } }, secrets: { 'authentication.apiKey.token': token } }
    }
    case 'basic': {
      const { username, password } = input.basic
      return {
        config: { method: 'basic', basic: { username } },
        secrets: { 'authentication.basic.password': password },
      }
    }
    case 'oauth2ClientCredentials': {
      const { clientSecret, ...settings } = input.oauth2ClientCredentials
      return {
        config: { method: 'oauth2ClientCredentials', oauth2ClientCredentials: settings },
        secrets: { [CLIENT_SECRET]: clientSecret },
      }
    }
  }
}

import { httpStepType } from '@/lib/steps/connector/types/http'
import type { ConnectorTypeDefinition, SecretChanges } from '../definition'
import { originOf } from './origin'
import { type HttpConfig, type HttpInput, httpAuthenticationLabels, httpConfigSchema, httpInputSchema } from './schema'
import { optionalSigningSecrets } from './signing/schema'

export const httpDefinition: ConnectorTypeDefinition<HttpConfig, HttpInput> = {
  label: 'Generic HTTP',
  description: 'Calls any HTTP API: fetch data into a flow, or send data out.',
  actions: httpStepType.actions,
  targetLabel: 'Base URL',
  inputSchema: httpInputSchema,
  configSchema: httpConfigSchema,
  target: ({ baseUrl }) => baseUrl,
  searchedKeys: ['baseUrl'],
  authentication: ({ authentication }) => httpAuthenticationLabels[authentication.method],
  insecure: ({ insecure }) => insecure,
  secretFields: (config) => secretFieldsOf[config.authentication.method],
  optionalSecretFields: () => optionalSigningSecrets,
  destination: ({ baseUrl }) => originOf(baseUrl) ?? baseUrl,
  split: ({ type: _, name, description, authentication, hmacSecret, ...settings }) => {
    const { config, secrets } = splitAuthentication(authentication)
    return { name, description, config: { ...settings, authentication: config }, secrets: { ...secrets, hmacSecret } }
  },
}

const secretFieldsOf: Record<HttpConfig['authentication']['method'], Record<string, string>> = {
  none: {},
  bearerToken: { 'authentication.bearerToken': 'Enter the token.' },
  apiKey: { 'authentication.apiKey.token': 'Enter the key value.' },
  basic: { 'authentication.basic.password': 'Enter the password.' },
}

function splitAuthentication(input: HttpInput['authentication']): {
  config: HttpConfig['authentication']
  secrets: SecretChanges
} {
  switch (input.method) {
    case 'none':
      return { config: { method: 'none' }, secrets: {} }
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
  }
}

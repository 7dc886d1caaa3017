import type { z } from 'zod'
import { httpAuthenticationLabels, type httpInputSchema } from '../http/schema'
import type { ImportedAuthentication } from './types'

type SignInInput = Pick<
  z.input<typeof httpInputSchema>,
  'authentication' | 'awsAuthType' | 'awsAccessKeyId' | 'awsSecretAccessKey' | 'awsRegion' | 'awsService'
>

/** What a form asks of an authentication: at most a name and a secret, whatever its method calls them. */
export interface SignIn {
  label: string
  username: { label: string; value: string } | null
  secret: { label: string; value: string }
  /** What is known besides, to be shown. */
  facts: string
  toInput: (username: string, secret: string) => SignInInput
}

/** Null for no authentication. */
export function toSignIn(authentication: ImportedAuthentication): SignIn | null {
  switch (authentication.method) {
    case 'none':
      return null
    case 'bearerToken':
      return {
        label: httpAuthenticationLabels.bearerToken,
        username: null,
        secret: { label: 'Token', value: authentication.bearerToken ?? '' },
        facts: '',
        toInput: (_, bearerToken) => ({ authentication: { method: 'bearerToken', bearerToken } }),
      }
    case 'apiKey': {
      const { key, token } = authentication.apiKey
      return {
        label: httpAuthenticationLabels.apiKey,
        username: null,
        secret: { label: `Value of ${key}`, value: token ?? '' },
        facts: '',
        toInput: (_, secret) => ({ authentication: { method: 'apiKey', apiKey: { key, token: secret } } }),
      }
    }
    case 'basic':
      return {
        label: httpAuthenticationLabels.basic,
        username: { label: 'User name', value: authentication.basic.username },
        secret: { label: 'Password', value: authentication.basic.password ?? '' },
        facts: '',
        toInput: (username, password) => ({ authentication: { method: 'basic', basic: { username, password } } }),
      }
    case 'oauth2ClientCredentials': {
      const { authUrl, scopes } = authentication
      return {
        label: httpAuthenticationLabels.oauth2ClientCredentials,
        username: { label: 'Client ID', value: authentication.clientId },
        secret: { label: 'Client secret', value: authentication.clientSecret ?? '' },
        facts: `Token URL: ${authUrl}${scopes === '' ? '' : `; scopes: ${scopes}`}`,
        toInput: (clientId, clientSecret) => ({
          authentication: {
            method: 'oauth2ClientCredentials',
            oauth2ClientCredentials: { clientId, clientSecret, authUrl, scopes },
          },
        }),
      }
    }
    case 'connection': {
      const { appId, level, scopes, header, prefix } = authentication.connection
      return {
        label: httpAuthenticationLabels.connection,
        username: null,
        secret: { label: 'Token', value: '' },
        facts: `${appId}, ${level}${scopes === '' ? '' : `; scopes: ${scopes}`}; ${header}: ${prefix}…`,
        toInput: () => ({ authentication }),
      }
    }
    case 'awsSignatureV4': {
      const { region, service } = authentication
      return {
        label: 'AWS Signature V4',
        username: { label: 'Access key id', value: authentication.accessKeyId },
        secret: { label: 'Secret access key', value: authentication.secretAccessKey ?? '' },
        facts: `Region: ${region}; service: ${service}`,
        toInput: (awsAccessKeyId, awsSecretAccessKey) => ({
          awsAuthType: 'credentials',
          awsAccessKeyId,
          awsSecretAccessKey,
          awsRegion: region,
          awsService: service,
        }),
      }
    }
  }
}

/** Where a message about a setting is shown, by the settings that a name and a secret become. */
export function signInField(path: string): 'username' | 'secret' | null {
  if (/^(authentication\.(basic\.username|oauth2ClientCredentials\.clientId)|awsAccessKeyId)$/.test(path))
    return 'username'
  const secrets =
    /^(authentication\.(bearerToken|apiKey\.token|basic\.password|oauth2ClientCredentials\.clientSecret)|awsSecretAccessKey)$/
  return secrets.test(path) ? 'secret' : null
}

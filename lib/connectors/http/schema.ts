import { z } from 'zod'
import { connectorDescription, connectorName, maxResponseBytes, timeoutSeconds } from '../fields'
import { connectionSettings } from './connection/schema'
import { hasDotSegment } from './dot-segment'
import { headerName, headerValue, noControls, secret, secretText, token } from './fields'
import { networkSettings } from './network/schema'
import { clientSecret, oauthSettings, refuseAuthorizationRow } from './oauth/schema'
import { retrySchema } from './retry/schema'
import { checkSigning, signingSecrets, signingSettings } from './signing/schema'

export const httpAuthenticationMethods = [
  'none',
  'bearerToken',
  'apiKey',
  'basic',
  'oauth2ClientCredentials',
  'connection',
] as const
export type HttpAuthenticationMethod = (typeof httpAuthenticationMethods)[number]

export const httpAuthenticationLabels: Record<HttpAuthenticationMethod, string> = {
  none: 'None',
  bearerToken: 'Bearer Token',
  apiKey: 'API Key',
  basic: 'Basic',
  oauth2ClientCredentials: 'OAuth 2.0 Client Credentials',
  connection: 'Connection of the User or Tenant',
}

const password = secretText.superRefine(noControls('A password sent by Basic authentication has no line breaks.'))

const username = z
  .string()
  .min(1, 'Enter the user name.')
  .max(500, 'Use at most 500 characters.')
  .refine((text) => !text.includes(':'), 'A user name of Basic authentication has no colon.')
  .superRefine(noControls('Remove line breaks from the user name.'))

const apiKeyName = headerName('Enter the name of the header that carries the key, for example X-API-Key.')

const connectionAuthentication = z.strictObject({
  method: z.literal('connection'),
  connection: z.strictObject(connectionSettings),
})

const publicAuthentication = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('none') }),
  z.strictObject({ method: z.literal('bearerToken') }),
  z.strictObject({ method: z.literal('apiKey'), apiKey: z.strictObject({ key: apiKeyName }) }),
  z.strictObject({ method: z.literal('basic'), basic: z.strictObject({ username }) }),
  z.strictObject({
    method: z.literal('oauth2ClientCredentials'),
    oauth2ClientCredentials: z.strictObject(oauthSettings),
  }),
  connectionAuthentication,
])

const authenticationInput = z.discriminatedUnion(
  'method',
  [
    z.strictObject({ method: z.literal('none') }),
    z.strictObject({ method: z.literal('bearerToken'), bearerToken: secret(token('token')) }),
    z.strictObject({
      method: z.literal('apiKey'),
      apiKey: z.strictObject({ key: apiKeyName, token: secret(token('key value')) }),
    }),
    z.strictObject({
      method: z.literal('basic'),
      basic: z.strictObject({ username, password: secret(password) }),
    }),
    z.strictObject({
      method: z.literal('oauth2ClientCredentials'),
      oauth2ClientCredentials: z
        .strictObject({ ...oauthSettings, clientSecret: secret(clientSecret) })
        .superRefine(refuseAuthorizationRow),
    }),
    connectionAuthentication,
  ],
  `Choose one of: ${httpAuthenticationMethods.join(', ')}.`,
)

/** The settings of a Generic HTTP connector that are no secret, under the names of its file form. */
const httpSettings = {
  baseUrl: z
    .string()
    .trim()
    .max(2_000, 'Use at most 2,000 characters.')
    .superRefine((text, context) => {
      const error = baseUrlError(text)
      if (error) context.addIssue({ code: 'custom', message: error })
    }),
  headers: z
    .array(z.strictObject({ key: headerName('Enter the name of the header, or remove the row.'), value: headerValue }))
    .max(50, 'Use at most 50 headers.')
    .default([])
    .superRefine((rows, context) => {
      const seen = new Set<string>()
      rows.forEach(({ key }, at) => {
        const name = key.toLowerCase()
        if (seen.has(name))
          context.addIssue({ code: 'custom', path: [at, 'key'], message: 'This header is already set above.' })
        seen.add(name)
      })
    }),
  includeHeadersInContext: z.boolean().default(false),
  timeoutSeconds,
  maxResponseBytes,
  ...networkSettings,
  ...signingSettings,
  retry: retrySchema,
}

/** What is stored in the connector's config column. */
export const httpConfigSchema = z.strictObject({
  ...httpSettings,
  authentication: publicAuthentication.default({ method: 'none' }),
})
export type HttpConfig = z.output<typeof httpConfigSchema>

const httpHead = { type: z.literal('http'), name: connectorName, description: connectorDescription }

/** A connector as a browser may see it: the file form without secrets. */
export const httpDefinitionSchema = z.strictObject({ ...httpHead, ...httpConfigSchema.shape })
export type HttpDefinition = z.output<typeof httpDefinitionSchema>

/** What a form or a file gives: the file form, with write-only secrets. */
export const httpInputSchema = z
  .strictObject({
    ...httpHead,
    ...httpSettings,
    ...signingSecrets,
    authentication: authenticationInput.default({ method: 'none' }),
  })
  .superRefine((input, context) => checkSigning(input, authenticationHeader(input.authentication), context))
  .superRefine(({ authentication, headers }, context) => {
    const taken = authenticationHeader(authentication)?.toLowerCase()
    const at = headers.findIndex(({ key }) => key.toLowerCase() === taken)
    if (at < 0) return
    const message = 'The authentication already sets this header. Remove the row, or choose authentication None.'
    context.addIssue({ code: 'custom', path: ['headers', at, 'key'], message })
  })
export type HttpInput = z.output<typeof httpInputSchema>

/** The header that an authentication sets, if any. */
export function authenticationHeader(authentication: HttpConfig['authentication']): string | undefined {
  switch (authentication.method) {
    case 'none':
      return undefined
    case 'bearerToken':
    case 'basic':
    case 'oauth2ClientCredentials':
      return 'Authorization'
    case 'apiKey':
      return authentication.apiKey.key
    case 'connection':
      return authentication.connection.header
  }
}

/** What is wrong with a base URL, or null. */
export function baseUrlError(text: string): string | null {
  if (text === '') return 'Enter the base URL, for example https://api.example.com/v1.'
  if (text.includes('{{')) return 'Dynamic values are allowed in the endpoint and the headers, not in the base URL.'
  if (/[\s\\]/.test(text)) return 'Remove spaces, line breaks and backslashes.'
  if (!/^https?:\/\/[^/?#]/i.test(text))
    return 'Begin with http:// or https:// and a host, for example https://api.example.com.'
  if (!URL.canParse(text)) return 'This is not a valid URL. Check the host and the port.'
  if (hasDotSegment(text.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? ''))
    return 'Remove the . and .. segments; write the path that they lead to.'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return 'Remove the user name and password; use authentication Basic.'
  if (text.includes('?')) return 'Remove the query; parameters go into the endpoint of each step.'
  if (text.includes('#')) return 'Remove the # part: it is never sent.'
  return null
}

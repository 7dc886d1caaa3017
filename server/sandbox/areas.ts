import type { IncomingHttpHeaders } from 'node:http'
import type { Memory } from './data'
import { admitsToken, oauthClient } from './oauth'

/** A part of the sandbox that asks for a credential: every endpoint is there again below its prefix. */
export interface Area {
  prefix: string
  label: string
  /** The header to send, as the index page shows it. */
  credential: string
  admits(headers: IncomingHttpHeaders, memory: Memory): boolean
  challenge: string
  message: string
}

/** The credentials that the sandbox documents. They guard nothing but pretended data. */
export const demoCredentials = {
  bearerToken: 'acme-crm-demo-token',
  apiKey: { key: 'X-Api-Key', token: 'acme-billing-demo-key' },
  basic: { username: 'demo', password: 'acme-admin-demo-password' },
}

const { bearerToken, apiKey, basic } = demoCredentials
const basicValue = `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}`

export const areas: readonly Area[] = [
  {
    prefix: '/crm',
    label: 'Bearer token',
    credential: `Authorization: Bearer ${bearerToken}`,
    admits: (headers) => headers.authorization === `Bearer ${bearerToken}`,
    challenge: 'Bearer realm="Acme CRM"',
    message: 'The bearer token is missing or wrong.',
  },
  {
    prefix: '/billing',
    label: 'API key',
    credential: `${apiKey.key}: ${apiKey.token}`,
    admits: (headers) => headers[apiKey.key.toLowerCase()] === apiKey.token,
    challenge: 'ApiKey realm="Acme Billing"',
    message: `The API key in the header ${apiKey.key} is missing or wrong.`,
  },
  {
    prefix: '/admin',
    label: 'Basic',
    credential: `Authorization: ${basicValue}   (user name ${basic.username}, password ${basic.password})`,
    admits: (headers) => headers.authorization === basicValue,
    challenge: 'Basic realm="Acme Admin"',
    message: 'The user name or password is missing or wrong.',
  },
  {
    prefix: '/partner',
    label: 'OAuth 2.0 client credentials',
    credential: `Authorization: Bearer …   (a token of POST /oauth/token; client ID ${oauthClient.clientId}, client secret ${oauthClient.clientSecret})`,
    admits: ({ authorization }, { tokens }) => admitsToken(authorization, tokens),
    challenge: 'Bearer realm="Acme Partner", error="invalid_token"',
    message: 'The access token is missing, unknown or expired.',
  },
]

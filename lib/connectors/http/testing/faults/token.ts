import type { RequestListener } from 'node:http'
import { pour } from '../faulty-servers'
import { type Fault, fault, nowhere, raw, type Setup, serve } from './fault'

/** A connector that has to fetch its token there first; its API is never reached. */
const tokenAt = (authUrl: string): Setup => ({
  baseUrl: nowhere,
  config: {
    authentication: {
      method: 'oauth2ClientCredentials',
      oauth2ClientCredentials: {
        clientId: 'patchbay',
        authUrl,
        authStyle: 'body',
        scopes: '',
        tokenRequestHeaders: [],
      },
    },
  },
})

const answering = (listener: RequestListener) => async () => tokenAt(`${(await serve(listener)).origin}/token`)

/** Refuses as RFC 6749 section 5.2 says, and quotes what it was sent as careless servers do. */
const refusing = (status: number, error: string) =>
  answering(async (request, response) => {
    let sent = ''
    for await (const chunk of request) sent += chunk
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error, error_description: `You sent ${decodeURIComponent(sent)}` }))
  })

/** What goes wrong at the token endpoint. */
export const faultsOfTokens: readonly Fault[] = [
  fault(
    'token',
    'a token endpoint that answers 400',
    'tokenRefused',
    /answered 400.*invalid_scope/,
    refusing(400, 'invalid_scope'),
  ),
  fault(
    'token',
    'a token endpoint that answers 401',
    'tokenRefused',
    /answered 401.*invalid_client/,
    refusing(401, 'invalid_client'),
  ),
  fault(
    'token',
    'a token endpoint that answers HTML',
    'tokenUnusable',
    /text\/html, not a JSON object/,
    answering((_request, response) => response.setHeader('content-type', 'text/html').end('<h1>Sign in</h1>')),
  ),
  fault(
    'token',
    'a token endpoint that redirects',
    'tokenRefused',
    /answered 307.*redirect/,
    answering((_request, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()),
  ),
  fault('token', 'a token endpoint that never answers', 'tokenTimeout', /status and headers/, async () =>
    tokenAt((await raw(() => {})()).baseUrl),
  ),
  fault(
    'token',
    'a token endpoint that refuses connections',
    'tokenUnreachable',
    /Nothing accepts connections at 127\.0\.0\.1:1\./,
    () => tokenAt('http://127.0.0.1:1/token'),
  ),
  fault('token', 'a token endpoint at a metadata address', 'tokenUnreachable', /metadata/, () =>
    tokenAt('http://169.254.169.254/token'),
  ),
  fault(
    'token',
    'a token endpoint that answers 1 GB',
    'tokenUnreachable',
    /limit of/,
    answering((_request, response) => pour(response, 2 ** 30)),
  ),
]

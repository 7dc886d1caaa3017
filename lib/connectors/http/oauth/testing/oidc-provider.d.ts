/** What the tests use of the package, which brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface ClientCredentialsToken {
    scope?: string
    clientId: string
    destroy(): Promise<void>
  }

  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>)
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    ClientCredentials: { find(token: string): Promise<ClientCredentialsToken | undefined> }
  }
}

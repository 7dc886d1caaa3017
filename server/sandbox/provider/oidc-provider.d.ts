/** What is used of the package, which brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface StoredToken {
    scope?: string
    clientId: string
    accountId?: string
    isExpired: boolean
    destroy(): Promise<void>
  }

  interface Interaction {
    uid: string
    params: Record<string, string | undefined>
    prompt: { name: string; details: { missingOIDCScope?: string[]; missingOIDCClaims?: string[] } }
    session?: { accountId?: string }
    grantId?: string
  }

  interface Grant {
    addOIDCScope(scope: string): void
    addOIDCClaims(claims: string[]): void
    save(): Promise<string>
  }

  interface Context {
    query: Record<string, unknown>
    oidc: { body?: Record<string, unknown> }
    type: string
    body: string
  }

  interface Client {
    clientId: string
    clientName?: string
    grantTypeAllowed(type: string): boolean
    redirectUriAllowed(uri: string): boolean
  }

  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>)
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: Record<string, unknown>,
      options?: { mergeWithLastSubmission?: boolean },
    ): Promise<void>
    ClientCredentials: { find(token: string): Promise<StoredToken | undefined> }
    AccessToken: { find(token: string): Promise<StoredToken | undefined> }
    Client: { prototype: Client; find(id: string): Promise<Client | undefined> }
    Grant: { new (of: { accountId: string; clientId: string }): Grant; find(id: string): Promise<Grant | undefined> }
  }
}

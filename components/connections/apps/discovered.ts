/** What the console's route tells of a provider's metadata. Empty text: it does not say. */
export interface DiscoveredSettings {
  issuer: string
  authorizationUrl: string
  tokenUrl: string
  revocationUrl: string
  dcrUrl: string
  /** It takes PKCE by S256; null: it does not say. */
  pkce: boolean | null
}

import type { Learned, OAuthConfig, OutboundAppType } from './schema'
import type { AppSecretField } from './secret-binding'

/** An app as a browser may see it. */
export interface OutboundAppView {
  id: string
  type: OutboundAppType
  name: string
  description: string
  /** A data: URL, an address, or empty. */
  logo: string
  templateId: string | null
  /** Null of an app of API keys. */
  config: OAuthConfig | null
  learned: Learned
  /** The secrets that are stored; their values never leave the server. */
  storedSecrets: AppSecretField[]
  /** Counts saves: a save names the one it began from. */
  version: number
  createdAt: string
  updatedAt: string
}

export interface OutboundAppListItem {
  id: string
  type: OutboundAppType
  name: string
  description: string
  logo: string
  templateId: string | null
  /** Settings are missing without which nobody can connect. */
  incomplete: boolean
  tokens: number
  /** Of these, those that their provider does not renew any more. */
  needReconnect: number
  updatedAt: string
}

export interface OutboundAppPage {
  apps: OutboundAppListItem[]
  /** How many match the search. */
  total: number
  nextCursor: string | null
  previousCursor: string | null
}

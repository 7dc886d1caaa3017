import type { Json } from '@/lib/language/json'
import type { Owner } from '../owner'
import type { TokenActor } from '../tokens/types'

/** What is to be connected, and for whom. */
export interface ConnectRequest {
  appId: string
  owner: Owner
  /** Absent or empty: the app's default scopes. */
  scopes?: readonly string[] | undefined
  /** Where the browser goes at the end; absent: the app's, null or within a flow: a page that closes its window. */
  redirectUrl?: string | null | undefined
  /** Absent or empty: the app's. */
  prompt?: readonly string[] | undefined
  /** Tells several accounts of one owner apart. */
  externalIdentifier?: string | undefined
  /** The user's id, a key's or an operator's name: what the token says of who connected it. */
  grantedBy: string
  /** Absent: the flow of `execution`, else the owner's user. */
  actor?: TokenActor | undefined
  /** The step of a flow that waits for it. */
  execution?: { executionId: string; stepId: string; visit: number } | undefined
}

export type ConnectStatus = 'pending' | 'opened' | 'completed' | 'failed'

/** How an attempt to connect stands. */
export interface ConnectState {
  connectId: string
  appId: string
  status: ConnectStatus
  /** That were asked for. */
  scopes: string[]
  /** Of a completed one. */
  tokenId: string | null
  /** Of a failed one: the reason of an OutboundError, and a text for people. */
  errorCode: string | null
  errorMessage: string | null
  /** The exchange with the token endpoint, masked; a list where the client had to say again who it is. */
  record: Json
  executionId: string | null
  stepId: string | null
  visit: number | null
}

import type { Json } from '@/lib/language/json'
import type { ConnectorEvent, EarlierPurpose } from '@/lib/language/outcome'
import type { SignedText } from './http/signing/signed-text'
import type { ConnectorDefinition, ConnectorType } from './schemas'

export type { ConnectorCall } from '@/lib/language/outcome'

/** A connector as a browser or an API may see it. */
export interface ConnectorView {
  id: string
  type: ConnectorType
  name: string
  description: string
  /** The whole form, to be given to it as its values. */
  definition: ConnectorDefinition
  /** It accepts any TLS certificate. */
  insecure: boolean
  /** Paths of the secrets that are stored, `authentication.bearerToken` for one. Their values never leave the server. */
  storedSecrets: string[]
  /** Counts saves: a save names the one it began from. */
  version: number
  createdAt: string
  updatedAt: string
}

export interface ConnectorListItem {
  id: string
  type: ConnectorType
  name: string
  description: string
  /** What it points to, for a list. */
  target: string
  /** How it signs in, in the console's words: Bearer Token. */
  authentication: string
  /** It trusts any TLS certificate. */
  insecure: boolean
  /** How many flows use it, by their draft or their live version. */
  usedIn: number
  updatedAt: string
}

export interface ConnectorPage {
  connectors: ConnectorListItem[]
  /** How many match the search. */
  total: number
  /** Null on the last page. */
  nextCursor: string | null
  /** Null on the first page. */
  previousCursor: string | null
}

/** Which connectors a project does not have, of those that templates call by name. */
export interface MissingConnectors {
  names: string[]
  /** The part of them that the sandbox of this deployment answers: they can be made. */
  ofSandbox: string[]
}

/** What came of a call. */
export interface ConnectorOutcome {
  ok: boolean
  /** The error event, null when the call succeeded. */
  event: ConnectorEvent | null
  /** What lies under `connectors.<contextKey>`, on an error as well: then with `error {code, message}`. */
  value: Json
  /** For the runner message: secrets are masked already. */
  record: ConnectorRecord
  /** The exchanges of this call before its last, in order, masked as well. Absent: none. */
  earlier?: EarlierRecord[]
  /** It failed before anything that the third party could have carried out was sent. */
  unsent?: boolean
  /** Placeholders that had no value. */
  missing: string[]
  /** The secrets of this call in plain text, to mask later messages with. Never stored in the open. */
  secrets: readonly string[]
}

/** What was sent and what came back, masked, with bodies of at most 256 KB. */
export interface ConnectorRecord {
  connector: { id: string; name: string; type: string }
  action: string
  request?: RecordedBody & { method: string; url: string; headers: Record<string, string> }
  /** What the request's signatures were made over, where it cannot be read off the request. Of http. */
  signed?: SignedText[]
  response?: RecordedBody & { status: number; statusText: string; headers: Record<string, string | string[]> }
  sql?: {
    /** In words: PostgreSQL. */
    engine: string
    /** host:port/database */
    server: string
    statement: string
    parameters: Json[]
    readOnly: boolean
    rowCount?: number
    truncated?: boolean
    /** The rows as JSON. */
    result?: RecordedBody
  }
  smtp?: {
    /** host:port */
    server: string
    from: string
    to: string[]
    cc: string[]
    subject: string
    text?: RecordedBody
    html?: RecordedBody
    /** Of the whole mail, in bytes. */
    size?: number
    /** The server's last line; absent when it took nothing. */
    answer?: string
    messageId?: string
    accepted?: string[]
    rejected?: string[]
  }
  error?: { code: string; message: string; hint: string }
  /** When this exchange began, ISO 8601. Of http; absent when nothing was sent. */
  startedAt?: string
  /** Milliseconds between the exchange before it, or the call's beginning, and its own. */
  waitedMs?: number
  /** Milliseconds. */
  timings?: CallTimings
  /** Milliseconds of the call with all exchanges and waits; of the last of several. */
  wholeMs?: number
  redirects?: { status: number; url: string }[]
  warnings: { code: string; message: string }[]
}

/** A token request, or an attempt that was made again. */
export interface EarlierRecord extends ConnectorRecord {
  purpose: EarlierPurpose
}

export interface RecordedBody {
  /** Null when there was none. */
  body: string | null
  /** Bytes, before anything was cut. */
  bodySize: number
  bodyTruncated?: true
  /** The body is no text and is written in base64. */
  bodyEncoding?: 'base64'
}

/** How long each part took. Without a new connection dns, connect and tls are 0. */
export interface CallTimings {
  dns: number
  connect: number
  tls: number
  wait: number
  download: number
  total: number
}

import type { Json } from '@/lib/language/json'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import type { ConnectionSettings } from '../http/connection/schema'

/** A place in the text that is imported: offsets in UTF-16 units, the end not included. */
export interface Span {
  start: number
  end: number
}

/**
 * One thing that an import has to say. `error` stops it, `left`: not taken over, `changed`: taken over in another form,
 * `noEffect`: known, and without meaning here. A message names what was given and never holds a credential.
 */
export interface ReportLine {
  tone: 'error' | 'left' | 'changed' | 'noEffect'
  /** What the line is about, as it was written: `--proxy`, `X-Api-Key`. */
  what: string
  message: string
  at: Span | null
  /** It tells of the settings of a connector that is made: untrue of an existing one that is called instead. */
  ofNewConnector?: true
}

/** Authentication of a connector to be. A secret is null when it was not given and has to be entered. */
export type ImportedAuthentication =
  | { method: 'none' }
  | { method: 'bearerToken'; bearerToken: string | null }
  | { method: 'apiKey'; apiKey: { key: string; token: string | null } }
  | { method: 'basic'; basic: { username: string; password: string | null } }
  | {
      method: 'oauth2ClientCredentials'
      clientId: string
      clientSecret: string | null
      authUrl: string
      scopes: string
    }
  /** Only of a connector that is there: no command or document tells of one. */
  | { method: 'connection'; connection: ConnectionSettings }
  | { method: 'awsSignatureV4'; accessKeyId: string; secretAccessKey: string | null; region: string; service: string }

/** Settings of a connector to be, under the names of its file form. */
export interface ImportedConnector {
  /** A suggestion; it may be taken. */
  name: string
  baseUrl: string
  authentication: ImportedAuthentication
  headers: { key: string; value: string }[]
  /** Trust any certificate. */
  insecure: boolean
  /** Null: a failed request is not sent again. */
  retry: { attempts: number } | null
}

/** What an operation answers, as far as its description shows. */
export interface ImportedAnswer {
  status: number
  /** What an answer of this body would read as; null inside it: not known. */
  body: Json
}

/** What a connector step calls. */
export interface ImportedStep
  extends Pick<ConnectorStep, 'name' | 'action' | 'payload' | 'timeoutSeconds' | 'contextKey'> {
  /** A template. */
  endpoint: string
}

/** An imported step with the answer that becomes the example of its call. */
export interface ImportedCall {
  step: ImportedStep
  answer: ImportedAnswer | null
}

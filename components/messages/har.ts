/** What HAR writes for a size or time that is not known or did not happen. */
export const NOT_KNOWN = -1

// The parts of HTTP Archive 1.2 that Patchbay writes.
export interface HarLog {
  log: {
    version: '1.2'
    creator: { name: string; version: string }
    pages: { startedDateTime: string; id: string; title: string; pageTimings: Record<string, number> }[]
    entries: HarEntry[]
  }
}

export interface HarEntry {
  pageref: string
  /** ISO 8601 */
  startedDateTime: string
  /** Milliseconds: the sum of the timings but `ssl`, without those that are -1. */
  time: number
  request: {
    method: string
    url: string
    httpVersion: string
    cookies: HarPair[]
    headers: HarPair[]
    queryString: HarPair[]
    postData?: { mimeType: string; text: string; comment?: string }
    headersSize: number
    bodySize: number
    comment?: string
  }
  response: {
    /** 0: no answer came. */
    status: number
    statusText: string
    httpVersion: string
    cookies: HarPair[]
    headers: HarPair[]
    content: HarContent
    redirectURL: string
    headersSize: number
    bodySize: number
  }
  cache: Record<string, never>
  timings: HarTimings
  comment?: string
  /** Why no answer came. A member of our own, as the underscore says. */
  _error?: string
}

export interface HarPair {
  name: string
  value: string
}

export interface HarContent {
  /** Bytes, decoded. */
  size: number
  mimeType: string
  text?: string
  encoding?: 'base64'
  comment?: string
}

/** Milliseconds; -1: did not happen. */
export interface HarTimings {
  blocked?: number
  dns?: number
  connect?: number
  ssl?: number
  send: number
  wait: number
  receive: number
}

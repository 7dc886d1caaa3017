/** What the headers of a request come from. */
export interface HeaderSources {
  headers: readonly { key: string }[]
  /** The header that the authentication sets. */
  authenticationHeader: string | undefined
}

// Those of lib/egress, which a browser cannot load; a test compares them. Of the connection's own headers only the host
// is known before the request is sent.
const ALWAYS = ['accept', 'accept-encoding', 'user-agent', 'host']

/**
 * The names, in lower case, of the headers that a connector's requests carry before they are signed. Content-Type is
 * among them though a request without a body may lack it: it counts as empty then.
 */
export function listCarriedHeaders({ headers, authenticationHeader }: HeaderSources): Set<string> {
  const own = headers.map(({ key }) => key.trim().toLowerCase())
  return new Set([
    ...ALWAYS,
    'content-type',
    ...own,
    ...(authenticationHeader ? [authenticationHeader.toLowerCase()] : []),
  ])
}

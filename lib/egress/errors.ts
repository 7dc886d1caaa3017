/** Facts that an error's text may name. */
export interface ErrorFacts {
  host?: string | undefined
  /** host:port */
  authority?: string | undefined
  /** What the system or the third party said, already in words. */
  cause?: string | undefined
  /** The egress proxy, host:port. */
  proxy?: string | undefined
  seconds?: number | undefined
  bytes?: number | undefined
  /** The egress guard's refusal holds whatever EGRESS_ALLOW says. */
  always?: boolean | undefined
}

interface ErrorText {
  message: (facts: ErrorFacts) => string
  hint: string | ((facts: ErrorFacts) => string)
}

const HINT_ALLOW =
  'Requests may go to public addresses only. To allow a local or private one, the deployment names it in EGRESS_ALLOW (a range like 10.0.0.0/8, an address or a host name) and starts again.'
const HINT_NEVER =
  'No setting allows this: Patchbay\u2019s own port, its database, and link-local and cloud metadata addresses are closed to every connector. Put another address or port of the third party into the base URL; when it redirected there, ask the third party.'

const HINT_PROXY =
  'EGRESS_PROXY_URL names the proxy of the connectors that use static IPs. Check that it runs and may be reached from this machine.'

const because = ({ cause }: ErrorFacts) => (cause ? ` (${cause})` : '')

/** Every way a request can fail before there is an answer: what happened, and what to do. Codes are stable. */
export const egressErrors = {
  urlInvalid: {
    message: (facts) => `This is not a URL that can be requested${because(facts)}.`,
    hint: 'Use an http or https URL with a host and without a user name or password in it.',
  },
  dnsNotFound: {
    message: ({ host }) => `The host ${host} does not exist.`,
    hint: 'Check the spelling of the host in the base URL, and that this machine can resolve it.',
  },
  dnsFailed: {
    message: (facts) => `The host ${facts.host} could not be looked up${because(facts)}.`,
    hint: 'The name server of this machine gave no answer. Try again; if it stays, check its DNS settings.',
  },
  connectionRefused: {
    message: ({ authority }) => `Nothing accepts connections at ${authority}.`,
    hint: 'Check that the third party is running and that the port in the base URL is right.',
  },
  connectionReset: {
    message: ({ authority }) => `${authority} closed the connection before it had answered in full.`,
    hint: 'Try again. If it stays, look at the third party\u2019s log, and check http against https in the base URL.',
  },
  connectionFailed: {
    message: (facts) => `${facts.authority} could not be reached${because(facts)}.`,
    hint: 'Check the network of this machine, firewalls and routes to the third party.',
  },
  tlsExpired: {
    message: ({ host }) => `The TLS certificate of ${host} has expired.`,
    hint: 'The third party has to renew its certificate.',
  },
  tlsNotYetValid: {
    message: ({ host }) => `The TLS certificate of ${host} is not valid yet.`,
    hint: 'Check the clock of this machine, then the third party\u2019s certificate.',
  },
  tlsSelfSigned: {
    message: ({ host }) => `The TLS certificate of ${host} is self-signed: no known authority vouches for it.`,
    hint: 'Use a certificate from a known authority, or add its authority with NODE_EXTRA_CA_CERTS and start again.',
  },
  tlsUntrusted: {
    message: ({ host }) => `The TLS certificate of ${host} is not signed by an authority that this machine trusts.`,
    hint: 'The third party may not send its intermediate certificate; or add its authority with NODE_EXTRA_CA_CERTS.',
  },
  tlsWrongHost: {
    message: (facts) => `The TLS certificate was made for another host than ${facts.host}${because(facts)}.`,
    hint: 'Check the host in the base URL: it must be one that the certificate names.',
  },
  tlsFailed: {
    message: (facts) => `No TLS connection to ${facts.authority} could be made${because(facts)}.`,
    hint: 'Check the port, and whether the third party speaks https there: with plain http use http:// in the base URL.',
  },
  timeout: {
    message: ({ authority, seconds, cause }) =>
      `${authority} did not answer in full within ${seconds} s${cause ? ` (${cause})` : ''}.`,
    hint: 'Raise the timeout of the step or the connector, or ask the third party why it is slow.',
  },
  refusedByGuard: {
    message: (facts) => `The egress guard refused ${facts.authority}: ${facts.cause}.`,
    hint: ({ always }) => (always ? HINT_NEVER : HINT_ALLOW),
  },
  proxyUnreachable: {
    message: (facts) => `The egress proxy ${facts.proxy} could not be reached${because(facts)}.`,
    hint: HINT_PROXY,
  },
  proxyAuthentication: {
    message: (facts) => `The egress proxy ${facts.proxy} does not accept its user name and password${because(facts)}.`,
    hint: 'Check the user name and password in EGRESS_PROXY_URL, and start Patchbay again after a change.',
  },
  proxyRefused: {
    message: (facts) => `The egress proxy ${facts.proxy} refused to connect to ${facts.authority}${because(facts)}.`,
    hint: 'The proxy\u2019s rules have to allow CONNECT to this address and port, for http as for https.',
  },
  proxyFailed: {
    message: (facts) => `The egress proxy ${facts.proxy} could not connect to ${facts.authority}${because(facts)}.`,
    hint: 'The third party may be down, or not reachable from the proxy. Look at the proxy\u2019s log.',
  },
  staticIpsMissing: {
    message: () => 'The connector uses static IPs, and this deployment declares none.',
    hint: 'Set EGRESS_STATIC_IPS with EGRESS_LOCAL_ADDRESSES or EGRESS_PROXY_URL and start again, or turn Use static IPs off. Nothing was sent from another address.',
  },
  localAddressMissing: {
    message: ({ cause }) => `This machine cannot send from ${cause}, which EGRESS_LOCAL_ADDRESSES names.`,
    hint: 'Give the address to a network interface of this machine, or correct EGRESS_LOCAL_ADDRESSES and start again.',
  },
  localAddressFamily: {
    message: ({ host, cause }) =>
      `${host} has ${cause} addresses only, and EGRESS_LOCAL_ADDRESSES names none of that kind.`,
    hint: 'Add an address of that kind to EGRESS_LOCAL_ADDRESSES and EGRESS_STATIC_IPS.',
  },
  redirectMovesBody: {
    message: ({ authority }) =>
      `The third party redirected the request to ${authority}, another origin, with its body.`,
    hint: 'A body is never sent to an origin that nobody entered. If it belongs there, put that address into the base URL.',
  },
  tooManyRedirects: {
    message: () => 'The third party redirected more than 5 times.',
    hint: 'Look at the redirects in the record: they may go in a circle. Put the final address into the connector.',
  },
  redirectWithoutLocation: {
    message: () => 'The third party answered with a redirect that names no location.',
    hint: 'Ask the third party, or request the final address.',
  },
  tooLarge: {
    message: ({ bytes }) => `The response is larger than the limit of ${bytes} bytes.`,
    hint: 'Ask for less (a filter, a page size), or raise the response size limit of the connector.',
  },
  badResponse: {
    message: (facts) => `The answer of ${facts.authority} is not valid HTTP${because(facts)}.`,
    hint: 'Check that the base URL names an HTTP server, and http against https.',
  },
  badProtocol: {
    message: (facts) => `${facts.authority} sent what the protocol does not allow.`,
    hint: 'Check that the host and the port of the connector name a server of this kind.',
  },
  badEncoding: {
    message: (facts) => `The response of ${facts.authority} could not be decompressed${because(facts)}.`,
    hint: 'The third party sends a content-encoding that its body does not have. Send the header accept-encoding: identity.',
  },
  badRequest: {
    message: (facts) => `The request could not be sent${because(facts)}.`,
    hint: 'Check the header names and values of the connector and of the step.',
  },
  aborted: {
    message: () => 'The request was cancelled.',
    hint: 'It was stopped by the person who ran it, or because the server is stopping.',
  },
} satisfies Record<string, ErrorText>

export type EgressErrorCode = keyof typeof egressErrors

/** A request that has no usable answer. */
export class EgressError extends Error {
  readonly code: EgressErrorCode
  /** What to do about it. */
  readonly hint: string
  /** The answer's status when there was one, for instance of a body that is too large. */
  status: number | undefined
  /** Set by `egressRequest`: how long each part took until the failure, and the redirects before it. */
  trace: EgressTrace | undefined

  constructor(code: EgressErrorCode, facts: ErrorFacts = {}) {
    const text: ErrorText = egressErrors[code]
    super(text.message(facts))
    this.name = 'EgressError'
    this.code = code
    this.hint = typeof text.hint === 'string' ? text.hint : text.hint(facts)
  }
}

export interface EgressTrace {
  /** A request went over TLS, with whatever certificate the other end has shown. */
  secured: boolean
  timings: Timings
  redirects: Redirect[]
}

/** Milliseconds. dns, connect and tls are 0 on a connection that was kept alive. */
export interface Timings {
  dns: number
  connect: number
  tls: number
  wait: number
  download: number
  total: number
}

export interface Redirect {
  status: number
  /** Where it pointed. */
  url: string
}

/** The host:port of a URL, with the port that its scheme implies. */
export function authorityOf(url: URL): string {
  return url.port ? url.host : `${url.host}:${url.protocol === 'https:' ? 443 : 80}`
}

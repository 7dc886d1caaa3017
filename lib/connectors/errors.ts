import type { EgressError, EgressErrorCode } from '@/lib/egress/errors'
import { smtpErrors } from './smtp/errors'
import { sqlErrors } from './sql/errors'

interface ErrorText {
  message: (fact: string) => string
  hint: string
}

const HINT_ENDPOINT = 'Give a path below the base URL, for example /customers?email={{form.email}}.'

/** Why a call did not leave Patchbay. Failures on the way are in the egress table. Codes are stable. */
export const connectorErrors = {
  connectorMissing: {
    message: () => 'The connector of this step does not exist any more.',
    hint: 'Choose another connector in the step and publish the flow again.',
  },
  connectorBroken: {
    message: (what) => `The connector\u2019s stored settings cannot be used: ${what}.`,
    hint: 'Open the connector, check its settings and save it again.',
  },
  actionUnknown: {
    message: (action) => `This connector has no action ${action}.`,
    hint: 'Choose another action in the step.',
  },
  secretMissing: {
    message: (field) => `The connector has no stored value for ${field}.`,
    hint: 'Open the connector and enter it. An import without secrets leaves them empty.',
  },
  tokenRefused: {
    message: (answer) => `The token endpoint refused: ${answer}.`,
    hint: 'Check the client ID, the client secret and their placement, and the scopes of the connector.',
  },
  tokenUnusable: {
    message: (why) => `The token endpoint\u2019s answer cannot be used: ${why}.`,
    hint: 'Check the token URL of the connector: it must be the token endpoint itself (RFC 6749 section 4.4), not a page or the API.',
  },
  tokenUnreachable: {
    message: (why) => `No access token could be fetched. ${why}`,
    hint: 'Check the token URL of the connector, and that this machine can reach it.',
  },
  tokenTimeout: {
    message: (why) => `No access token came within the timeout of the call${why && `: ${why}`}.`,
    hint: 'Check the token URL of the connector, or raise the timeout of the step or the connector.',
  },
  connectionNoOwner: {
    message: (noun) => `There is no ${noun} whose connection may be used here.`,
    hint: 'In a flow for end users a sign-in action comes first (Load User is not enough), and a tenant must be one of theirs. In a management flow, put Load User or Load Tenant before this step; in a test, give the id.',
  },
  connectionGone: {
    message: (id) => `There is no connection with the id ${id} in this project.`,
    hint: 'Open the connector and choose one that is there.',
  },
  connectionMissing: {
    message: (why) => why,
    hint: 'Let the user or the tenant connect first: by a step Outbound App / Connect, or on the connection\u2019s page.',
  },
  connectionUnavailable: {
    message: (why) => why,
    hint: 'The stored token has lapsed and could not be refreshed. Look at its last error under Token Management.',
  },
  endpointInvalid: { message: (why) => `The endpoint is not valid. ${why}`, hint: HINT_ENDPOINT },
  endpointDotSegment: {
    message: () => 'A value makes a . or .. segment of the path, which would leave the base URL.',
    hint: 'Check where the value comes from: it may be an attempt to reach another path.',
  },
  endpointLeavesBase: {
    message: () => 'With its values the endpoint would leave the base URL.',
    hint: HINT_ENDPOINT,
  },
  headerInvalid: {
    message: (name) => `The value of the header ${name} holds a line break or another control character.`,
    hint: 'Check where the value comes from, or remove the line breaks before.',
  },
  signatureTemplateInvalid: {
    message: (why) => `The header x-descope-signature-template is not valid. ${why}`,
    hint: 'Open the connector and correct the value of this header.',
  },
  signatureComponent: {
    message: (why) => `The request cannot be signed as a message (RFC 9421). ${why}`,
    hint: 'Open the connector and correct the components under Signing, or what the call sends.',
  },
  signingKeyInvalid: {
    message: (why) => `The key for message signatures (RFC 9421) cannot be used. ${why}`,
    hint: 'Open the connector and enter the key again under Signing.',
  },
  payloadInvalid: {
    message: (why) => `The payload is not valid. ${why}`,
    hint: 'Check the payload of the step.',
  },
  valuesTooLarge: {
    message: (why) => `The call was not made. ${why}`,
    hint: 'Send only what the third party needs of the dynamic values, or look for a loop in which one grows.',
  },
  httpError: {
    message: (status) => `The third party answered ${status}.`,
    hint: 'Read the response for the reason.',
  },
  tooComplex: {
    message: (most) => `The answer holds more than ${most} JSON values.`,
    hint: 'Ask for less: a filter, a page size, fewer fields.',
  },
  maskingTimeout: {
    message: () => 'The answer is so large and so full of encoded text that it could not be masked within the timeout.',
    hint: 'Ask for less, or raise the timeout of the step or the connector.',
  },
  ...sqlErrors,
  ...smtpErrors,
  unexpected: {
    message: () => 'The call failed for a reason that Patchbay does not know.',
    hint: 'Try again. If it stays, look into the server\u2019s log.',
  },
} satisfies Record<string, ErrorText>

export type ConnectorErrorCode = keyof typeof connectorErrors

/** A call that cannot be made. */
export class ConnectorError extends Error {
  readonly hint: string

  constructor(
    readonly code: ConnectorErrorCode,
    fact = '',
    /** Where the fact calls for more than the table's hint. */
    hint?: string,
  ) {
    const text: ErrorText = connectorErrors[code]
    super(text.message(fact))
    this.name = 'ConnectorError'
    this.hint = hint ?? text.hint
  }
}

/** What to do about an error of a token endpoint (RFC 6749 section 5.2); undefined for one that it does not define. */
export function tokenErrorHint(error: string | undefined): string | undefined {
  switch (error) {
    case 'invalid_client':
      return 'Check the client ID and the client secret, and whether the token endpoint takes them in the header or in the body.'
    case 'invalid_scope':
      return 'Check the scopes: the token endpoint does not know one of them or does not grant it to this client.'
    case 'unauthorized_client':
    case 'unsupported_grant_type':
      return 'Allow the client credentials grant for this client at the authorization server.'
    case 'invalid_request':
      return 'The token endpoint misses something, or takes the credentials elsewhere: try the other placement and read its documentation.'
    default:
      return undefined
  }
}

/** What to do about a status outside 2xx. */
export function statusHint(status: number): string {
  if (status < 400) return 'Put the address it points to into the connector.'
  if (status === 401)
    return 'Check the connector\u2019s authentication: the token, key or password may be wrong or expired.'
  if (status === 403) return 'The credentials are known but may not do this. Check their rights at the third party.'
  if (status === 404) return 'Check the endpoint and the base URL, or give this event its own port if it is expected.'
  if (status === 405) return 'The endpoint does not take this verb. Choose another one.'
  if (status === 413) return 'The payload is too large for the third party.'
  if (status === 415) return 'The third party does not take this content type. Set the header Content-Type.'
  if (status === 429) return 'Too many requests. Wait, or ask the third party for a higher limit.'
  if (status < 500)
    return 'The third party refuses the request. Read the response for the reason and check the payload.'
  return 'The third party has a problem of its own. Try again later, or tell it.'
}

/** What to do when a server that is no web server is not reached; the egress table speaks of base URLs. */
const serverHints: Partial<Record<EgressErrorCode, string>> = {
  refusedByGuard:
    'Put another host or port into the connector. A server of your own network is called when EGRESS_ALLOW names it.',
  dnsNotFound: 'Check the spelling of the host in the connector, and that this machine can resolve it.',
  connectionRefused: 'Check that the server is running, and the host and the port of the connector.',
  connectionReset:
    'Try again. If it stays, look at the server\u2019s log, and check TLS and the port of the connector.',
  connectionFailed: 'Check the network of this machine, firewalls and routes to the server.',
  tlsFailed: 'Check the port, and whether the server speaks TLS there.',
  tlsWrongHost: 'Check the host in the connector: it must be one that the certificate names.',
  timeout: 'Raise the timeout of the step or the connector, or look for what makes the server slow.',
  tooLarge: 'Ask for less: fewer rows or columns. Or raise the size limit of the connector.',
}

/** In words, and what to do. */
export interface CallFailure {
  code: string
  message: string
  hint: string
}

/** A failure on the way to a server that is no web server. */
export function onTheWay({ code, message, hint }: EgressError): CallFailure {
  return { code, message, hint: serverHints[code] ?? hint }
}

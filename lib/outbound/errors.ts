import { type ActionErrorCode, DomainError } from '@/lib/result'

interface ErrorText {
  code: ActionErrorCode
  /** `fact` is a name, a number or the provider's own words, where there is one. */
  message: (fact: string) => string
  /** What end users read in its place, where it is for who sets up the connection or the flow. */
  endUserText?: string
}

const NOT_NOW = 'This account cannot be connected now.'

/** A reason as a part of a sentence: without a full stop of its own. */
const within = (why: string) => why.replace(/\.+$/, '')

/** What can be wrong with connections and their tokens: one text each, which says what to do. */
export const outboundErrors = {
  notFound: {
    code: 'notFound',
    message: () => 'There is no connection with this id in the project. It may have been deleted.',
    endUserText: NOT_NOW,
  },
  appExists: {
    code: 'conflict',
    message: () => 'Another connection of the project has this id. Choose another one.',
  },
  appBroken: {
    code: 'unexpected',
    message: (what) =>
      `The connection\u2019s stored settings cannot be used: ${what}. Open the connection, check its settings and save it again.`,
    endUserText: NOT_NOW,
  },
  notConfigured: {
    code: 'invalid',
    message: (what) => `The connection is not complete: it has no ${what}. Open the connection and enter it.`,
    endUserText: NOT_NOW,
  },
  notOAuth: {
    code: 'invalid',
    message: () => 'This connection holds API keys: there is nothing to connect at a provider. Upload the key instead.',
    endUserText: NOT_NOW,
  },
  notApiKey: {
    code: 'invalid',
    message: () => 'This connection holds OAuth tokens, no API keys. Connect it, or upload an OAuth token.',
    endUserText: NOT_NOW,
  },
  tokenDestination: {
    code: 'forbidden',
    message: (count) =>
      `The connection holds ${count}, which would be sent to another host. Only an admin of the project may do this; or delete the tokens first.`,
  },
  tokenNotFound: {
    code: 'notFound',
    message: () => 'There is no such token. It may have been deleted; reload the page.',
  },
  contended: {
    code: 'conflict',
    message: () => 'Others write this token all the time. Nothing was stored; try again in a moment.',
  },
  uploadInvalid: {
    code: 'invalid',
    message: (why) => why,
  },
  notConnected: {
    code: 'notFound',
    message: () => 'There is no token for this. Let the user or the tenant connect first.',
  },
  needsReconnect: {
    code: 'notFound',
    message: (why) => `The provider does not renew this token any more${why && ` (${within(why)})`}. Connect again.`,
  },
  providerUnavailable: {
    code: 'unexpected',
    message: (why) => `The provider cannot be used now${why && `: ${within(why)}`}. Try again in a moment.`,
  },
  providerRefused: {
    code: 'invalid',
    message: (why) =>
      `The provider refused${why && `: ${within(why)}`}. Check the connection\u2019s settings at the provider.`,
    endUserText: NOT_NOW,
  },
  consentRefused: {
    code: 'invalid',
    message: () => 'Access was not granted at the provider. Connect again and allow it.',
  },
  stateInvalid: {
    code: 'invalid',
    message: () =>
      'This answer belongs to no connect that is under way in this browser. Begin again where you came from.',
  },
  connectEnded: {
    code: 'invalid',
    message: () =>
      'This connect has come to its end already. Go back to where you came from; it shows what has become of it.',
  },
  underWay: {
    code: 'conflict',
    message: () => 'The provider has not answered yet. Reload this page in a moment to see what has become of it.',
  },
  wrongBrowser: {
    code: 'invalid',
    message: () => 'This connect was begun in another browser. Go on in that one, or begin again here.',
  },
  issuerMismatch: {
    code: 'invalid',
    message: (issuer) =>
      `The answer comes from another provider (${issuer}) than the connection\u2019s. Nothing was stored. If it is the right one, enter its discovery URL in the connection.`,
    endUserText: NOT_NOW,
  },
  ticketInvalid: {
    code: 'invalid',
    message: () => 'This link was used already or has lapsed. Begin again where you came from.',
  },
  superseded: {
    code: 'invalid',
    message: () => 'This user has begun many more connects since, and this one was ended for them. Begin again.',
  },
  scopesRefused: {
    code: 'invalid',
    message: (why) => why,
    endUserText: NOT_NOW,
  },
  timedOut: {
    code: 'invalid',
    message: () => 'Nobody has connected in time. Begin again.',
  },
  redirectNotAllowed: {
    code: 'invalid',
    message: () =>
      'This redirect URL is not allowed. Add it to the project\u2019s redirect allow-list, or use the connection\u2019s own.',
    endUserText: NOT_NOW,
  },
  ownerGone: {
    code: 'notFound',
    message: () => 'The user or the tenant that this was for is not there any more. Nothing was stored.',
  },
  noLongerAllowed: {
    code: 'forbidden',
    message: () =>
      'The user who connects is disabled, or does not belong to the tenant any more. Nothing was stored. Ask an administrator to change that, then connect again.',
  },
  notStored: {
    code: 'unexpected',
    message: () => 'Access was granted, but Patchbay could not keep it. Connect again in a moment.',
  },
  noUser: {
    code: 'invalid',
    message: () => 'Nobody is signed in or loaded. Sign the user in, or load them, before this step.',
    endUserText: NOT_NOW,
  },
  noApp: {
    code: 'invalid',
    message: () =>
      'It is not said which connection. Choose one in the step or for the button, or give outboundAppId at the start of the flow.',
    endUserText: NOT_NOW,
  },
  inUse: {
    code: 'inUse',
    message: (uses) => `The connection is used by ${uses}. Choose another one there first.`,
  },
  inUseByConnectors: {
    code: 'inUse',
    message: (names) =>
      `Connectors send what people have connected here: ${names}. Give them another authentication first, or delete them.`,
  },
  notMember: {
    code: 'forbidden',
    message: () => 'The user does not belong to the tenant. Only its members may connect it.',
  },
  noTenant: {
    code: 'invalid',
    message: () => 'There is no tenant. Load one, or let the user sign in to one, before this step.',
    endUserText: NOT_NOW,
  },
} as const satisfies Record<string, ErrorText>

export type OutboundErrorReason = keyof typeof outboundErrors

/** A refusal of the services of connections; the API gives each reason an error code of its own. */
export class OutboundError extends DomainError {
  constructor(
    readonly reason: OutboundErrorReason,
    fact = '',
    /** The field that it is about, with the same text. */
    field?: string,
    details?: Record<string, unknown>,
  ) {
    const { code, message } = outboundErrors[reason]
    const text = message(fact)
    super(code, text, field === undefined ? undefined : { [field]: text }, details)
    this.name = 'OutboundError'
  }

  /** One that was written down by its reason and its message. */
  static stored(reason: string | null, message: string | null): OutboundError {
    const error = new OutboundError(isReason(reason) ? reason : 'connectEnded')
    if (message !== null) error.message = message
    return error
  }
}

/** What end users read of a reason in place of its message; undefined: the message is for them too. */
export function toEndUserText(reason: string | null): string | undefined {
  if (!isReason(reason)) return undefined
  const error: ErrorText = outboundErrors[reason]
  return error.endUserText
}

function isReason(text: string | null): text is OutboundErrorReason {
  return text !== null && Object.hasOwn(outboundErrors, text)
}

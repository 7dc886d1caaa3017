import type { Json } from '@/lib/language/json'

/**
 * refused: the grant is worth nothing any more (`invalid_grant`); connecting again is the way on.
 * temporary: the provider could not be reached or is in trouble; the same may work later.
 * rejected: anything else that it does not accept, a wrong client secret for one: somebody has to change something.
 */
export type ProviderErrorKind = 'refused' | 'temporary' | 'rejected'

/** A provider did not give what it was asked for. Its texts are masked. */
export class ProviderError extends Error {
  constructor(
    readonly kind: ProviderErrorKind,
    /** As the provider says it (RFC 6749 section 5.2), or one of Patchbay: timeout, unreachable, tooLarge, unusable, idTokenInvalid. */
    readonly code: string,
    /** What happened, in a sentence. */
    message: string,
    /** The exchange, masked, in the form of a connector's; null when nothing was sent. */
    readonly record: Json,
  ) {
    super(message)
    this.name = 'ProviderError'
  }
}

/** What a signature is made over, but for the body: told while it is made, because it cannot be had afterwards. */
export type SignedText =
  /** The canonical request. */
  | { by: 'aws'; region: string; service: string; text: string }
  /** The signature base of RFC 9421. */
  | { by: 'rfc9421'; text: string }

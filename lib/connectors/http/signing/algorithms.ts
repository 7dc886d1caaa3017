/** The algorithms of message signatures, by their names in the registry of RFC 9421 section 6.2. */
export const signatureAlgorithms = ['ed25519', 'ecdsa-p256-sha256', 'rsa-pss-sha512', 'hmac-sha256'] as const
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number]

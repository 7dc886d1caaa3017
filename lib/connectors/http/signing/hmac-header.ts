/** The header that carries the HMAC. */
export const HMAC_HEADER = 'x-descope-webhook-s256'

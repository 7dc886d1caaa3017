import { isHeaderNamed } from '@/lib/header-name'

/** A request as it goes out, but for its signatures. */
export interface RequestToSign {
  /** In upper case. */
  method: string
  url: URL
  /** All of them, those of the authentication and the default ones included; not the connection's own. */
  headers: readonly (readonly [name: string, value: string])[]
  body: string | Uint8Array | null
}

/**
 * The value of a header as a receiver reads it: without space around it, repeated ones joined. Host comes from the
 * address, because the connection sets it.
 * @param name in lower case
 */
export function headerOf({ headers, url }: RequestToSign, name: string): string | undefined {
  if (name === 'host') return url.host
  let values: string | undefined
  for (const [key, value] of headers) {
    if (isHeaderNamed(key, name)) values = values === undefined ? value.trim() : `${values}, ${value.trim()}`
  }
  return values
}

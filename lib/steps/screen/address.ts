/** Where an address stands: an image cannot be a mail address. */
export type AddressUse = 'link' | 'image'

const schemes: Readonly<Record<AddressUse, ReadonlySet<string>>> = {
  link: new Set(['http:', 'https:', 'mailto:']),
  image: new Set(['http:', 'https:']),
}

/**
 * An address that may be shown as a link or an image: whole, and of a scheme that runs nothing.
 * @returns null for any other: `javascript:`, `data:`, a path, and what only a browser would read as one of these
 */
export function safeAddress(text: string, use: AddressUse): string | null {
  const address = text.trim()
  // Browsers drop tabs and line breaks and turn backslashes around, so that others see a different address.
  if (address === '' || /[\s\p{Cc}\\]/u.test(address) || !URL.canParse(address)) return null
  const url = new URL(address)
  if (!schemes[use].has(url.protocol)) return null
  // `https:example.com` is completed by the page's own host, if the schemes are the same.
  return url.protocol === 'mailto:' || /^https?:\/\/[^/]/i.test(address) ? address : null
}

/**
 * Whether a text begins with a scheme that is never shown, as far as it is typed: `javascript:…`, also with characters
 * in it that browsers ignore. False where a dynamic value comes first; then only its value can tell.
 */
export function hasForbiddenScheme(text: string, use: AddressUse): boolean {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(text.replace(/[\s\p{Cc}]/gu, ''))?.[0]
  return scheme !== undefined && !schemes[use].has(scheme.toLowerCase())
}

export const ADDRESS_HINTS: Readonly<Record<AddressUse, string>> = {
  link: 'Give a whole address that begins with https://, http:// or mailto:.',
  image: 'Give a whole address that begins with https:// or http://.',
}

import { z } from 'zod'

/**
 * An address of a provider, or empty text.
 * @param fragment allowed only where the browser goes at the end: RFC 6749 section 3.1 forbids it of endpoints
 */
export function outboundUrl({ fragment = false }: { fragment?: boolean } = {}) {
  return z
    .string()
    .trim()
    .max(2_000, 'Use at most 2,000 characters.')
    .superRefine((text, context) => {
      const message = urlError(text, fragment)
      if (message) context.addIssue({ code: 'custom', message })
    })
}

/** What is wrong with an address, or null. */
function urlError(text: string, fragment: boolean): string | null {
  if (text === '') return null
  if (/[\s\\\p{Cc}]/u.test(text)) return 'Remove spaces, line breaks and backslashes.'
  const placeholder = /\{[^}]*\}/.exec(text)
  if (placeholder) return `Replace ${placeholder[0]} by your own value.`
  if (!/^https?:\/\/[^/?#]/i.test(text)) return 'Begin with https:// and a host, for example https://auth.example.com.'
  if (!URL.canParse(text)) return 'This is not a valid URL. Check the host and the port.'
  const { username, password } = new URL(text)
  if (username !== '' || password !== '') return 'Remove the user name and password from the URL.'
  if (!fragment && text.includes('#')) return 'Remove the # part: it is never sent.'
  return null
}

/** Every text that gives a client's secret away in a token request, as it is written there (RFC 6749 section 2.3.1). */
export function secretFormsOf(clientId: string, clientSecret: string): string[] {
  const encoded = formEncode(clientSecret)
  const pair = `${formEncode(clientId)}:${encoded}`
  const plainPair = `${clientId}:${clientSecret}`
  return [clientSecret, encoded, pair, toBase64(pair), plainPair, toBase64(plainPair)]
}

/**
 * The Basic credentials of a client (RFC 6749 section 2.3.1): application/x-www-form-urlencoded by appendix B, which
 * leaves letters, digits and `*-._` as they are. A server that decodes reads the same, and so does one that does not as
 * long as id and secret hold nothing else, which is nearly always.
 */
export function basicCredentials(clientId: string, clientSecret: string): string {
  return toBase64(`${formEncode(clientId)}:${formEncode(clientSecret)}`)
}

function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1)
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64')
}

const SECRET_MEMBER = /^(access|refresh|id|actor|subject|registration_access)_?token$|^assertion$|^client_?secret$/i
// The answer of a token endpoint that does not keep to JSON: form-encoded, or anything with the names in it.
const SECRET_IN_TEXT = /(?:access|refresh|id)_?token["']?\s*[=:]\s*["']?([^"'&,;\s<>{}]+)/gi

/** The tokens in the answer of a token endpoint, whatever its form and status: none of them may be stored or shown. */
export function secretsInAnswer(body: Buffer): string[] {
  const text = body.toString('utf8')
  const found = new Set<string>()
  for (const [, value = ''] of text.matchAll(SECRET_IN_TEXT)) {
    found.add(value)
    found.add(decode(value))
  }
  collect(parse(text), 0, found)
  found.delete('null')
  return [...found].filter((secret) => secret !== '')
}

function collect(value: unknown, depth: number, found: Set<string>): void {
  if (typeof value !== 'object' || value === null || depth > 20) return
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'string' && SECRET_MEMBER.test(key)) found.add(item)
    else collect(item, depth + 1, found)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '))
  } catch {
    return text
  }
}

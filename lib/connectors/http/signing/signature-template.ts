/** The header that says what the HMAC is made of; it is sent as it is. */
export const TEMPLATE_HEADER = 'x-descope-signature-template'
/** Added to a request whose template names it: Unix time in seconds. */
export const TIMESTAMP_HEADER = 'x-descope-timestamp'

/** One part of what is signed. Names of headers are in lower case. */
export type SignatureElement =
  | { type: 'method' }
  | { type: 'uri' }
  | { type: 'body' }
  | { type: 'header'; name: string }

export type ParsedSignatureTemplate = { elements: SignatureElement[]; error: null } | { elements: null; error: string }

/** What is signed when no template says otherwise. */
export const BODY_ONLY: readonly SignatureElement[] = [{ type: 'body' }]

const KNOWN = 'Use METHOD, URI, HEADER_ with the name of a header, and BODY, for example METHOD,URI,BODY.'

/** Reads a comma-separated list of METHOD, URI, HEADER_<name> and BODY; spaces around the commas do not count. */
export function parseSignatureTemplate(text: string): ParsedSignatureTemplate {
  if (text.includes('{{'))
    return { elements: null, error: 'A signature template holds no dynamic values: the receiver has to know it.' }
  if (text.trim() === '') return { elements: null, error: `Enter what is signed, or remove the row. ${KNOWN}` }
  const elements: SignatureElement[] = []
  for (const part of text.split(',')) {
    const element = readElement(part.trim())
    if (!element) {
      const problem = part.trim() === '' ? 'An element is empty' : `${part.trim()} is not known`
      return { elements: null, error: `${problem}. ${KNOWN}` }
    }
    elements.push(element)
  }
  return { elements, error: null }
}

/** The template among a connector's header rows, if there is one. */
export function findSignatureTemplate(
  headers: readonly { key: string; value: string }[],
): { index: number; text: string } | null {
  const index = headers.findIndex(({ key }) => key.trim().toLowerCase() === TEMPLATE_HEADER)
  const row = headers[index]
  return row ? { index, text: row.value } : null
}

function readElement(text: string): SignatureElement | null {
  if (text === 'METHOD') return { type: 'method' }
  if (text === 'URI') return { type: 'uri' }
  if (text === 'BODY') return { type: 'body' }
  const name = /^HEADER_([!#$%&'*+.^_`|~0-9A-Za-z-]+)$/.exec(text)?.[1]
  return name === undefined ? null : { type: 'header', name: name.toLowerCase() }
}

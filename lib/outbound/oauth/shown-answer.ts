import type { ReadResponse } from '@/lib/connectors/http/response'
import { isShallow, type Json } from '@/lib/language/json'
import { MASK } from '@/lib/language/masking'

/** What an answer with credentials says beside them. */
const SHOWN = new Set([
  'token_type',
  'expires_in',
  'scope',
  'error',
  'error_description',
  'error_uri',
  'client_id',
  'ok',
  'issued_token_type',
])
const MOST_DEPTH = 200
const FORM = /^[\w.~%+[\]-]+=[^<>\s]*$/

/**
 * The answer of an endpoint that gives credentials, as a record may show it: providers put others than the tokens
 * there, such as the address of a webhook, so that every text is hidden but those that are known to be harmless.
 */
export function hideCredentials(read: ReadResponse, body: Buffer): ReadResponse {
  if (read.text === null) return read
  const text = (read.binaryType === null ? read.text : body.toString('utf8')).trim()
  const parsed = parse(text)
  if (parsed !== undefined) return shown(read, JSON.stringify(hide(parsed, false)))
  // What cannot be taken apart is hidden as a whole.
  if (/^[[{"]/.test(text)) return shown(read, MASK)
  if (!FORM.test(text)) return read
  const members = [...new URLSearchParams(text)].map(([name, value]) =>
    SHOWN.has(name) ? new URLSearchParams([[name, value]]).toString() : `${encodeURIComponent(name)}=${MASK}`,
  )
  return shown(read, members.join('&'))
}

function shown(read: ReadResponse, text: string): ReadResponse {
  return { ...read, text, binaryType: null }
}

function hide(value: Json, isShown: boolean): Json {
  if (typeof value === 'string') return isShown ? value : MASK
  if (Array.isArray(value)) return value.map((item) => hide(item, isShown && typeof item === 'string'))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hide(item, SHOWN.has(name))]))
}

function parse(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return isShallow(value, MOST_DEPTH) ? value : undefined
  } catch {
    return undefined
  }
}

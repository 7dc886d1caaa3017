import type { Masker } from '@/lib/language/masking'
import type { RecordedBody } from './types'

/** Bodies over this size are stored cut. */
const MAX_BODY_BYTES = 256 * 1024
// A secret that is cut in two at the end would not be found: it is searched for some way beyond.
const SEARCH_BEYOND = 96 * 1024

/** A body as a record keeps it: masked, and cut when it is large. */
export function recordBody(text: string | null, masker: Masker): RecordedBody {
  if (text === null) return { body: null, bodySize: 0 }
  const bodySize = Buffer.byteLength(text)
  if (bodySize <= MAX_BODY_BYTES) return { body: masker.maskText(text), bodySize }
  const masked = masker.maskText(text.slice(0, MAX_BODY_BYTES + SEARCH_BEYOND))
  // The end may hold the beginning of a secret that was cut in two there, also when masking has made the text shorter.
  const cut = Buffer.from(masked.slice(0, -SEARCH_BEYOND))
    .subarray(0, MAX_BODY_BYTES)
    .toString('utf8')
    .replace(/\ufffd$/, '')
  return { body: cut, bodySize, bodyTruncated: true }
}

import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { EgressError } from './errors'

const decoders: Record<string, (body: Buffer, maxOutputLength: number) => Promise<Buffer>> = {
  gzip: (body, maxOutputLength) => gunzip(body, { maxOutputLength }),
  'x-gzip': (body, maxOutputLength) => gunzip(body, { maxOutputLength }),
  br: (body, maxOutputLength) => brotli(body, { maxOutputLength }),
  zstd: (body, maxOutputLength) => zstd(body, { maxOutputLength }),
  // Many servers send raw DEFLATE under this name; the zlib form begins with 0x?8 (RFC 1950).
  deflate: (body, maxOutputLength) =>
    ((body[0] ?? 0) & 0x0f) === 8 ? inflate(body, { maxOutputLength }) : inflateRaw(body, { maxOutputLength }),
}

/** The content codings that are undone here, as an accept-encoding value. */
export const acceptEncoding = 'gzip, deflate, br, zstd'

// Codings may be stacked; more than a few are an attempt to make the reader work.
const MAX_CODINGS = 3

/**
 * Undoes the content codings of a body (RFC 9110 section 8.4), never beyond `maxBytes` of output. A failure names the
 * `authority` that sent it.
 * @throws EgressError tooLarge or badEncoding
 */
export async function decodeBody(
  body: Buffer,
  encoding: string | string[] | undefined,
  maxBytes: number,
  authority: string,
): Promise<Buffer> {
  const codings = [encoding ?? []].flat().join(',').toLowerCase().split(',')
  const named = codings.map((coding) => coding.trim()).filter((coding) => coding !== '' && coding !== 'identity')
  if (named.length === 0 || body.length === 0) return body
  if (named.length > MAX_CODINGS) throw new EgressError('badEncoding', { authority, cause: 'too many content codings' })
  let decoded = body
  for (const coding of named.reverse()) {
    const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined
    if (!decode)
      throw new EgressError('badEncoding', { authority, cause: `unknown content coding ${coding.slice(0, 40)}` })
    try {
      decoded = await decode(decoded, maxBytes)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (code === 'ERR_BUFFER_TOO_LARGE') throw new EgressError('tooLarge', { bytes: maxBytes })
      throw new EgressError('badEncoding', { authority, cause: code || coding })
    }
  }
  return decoded
}

const gunzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip)
const inflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate)
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw)
const brotli = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress)
const zstd = promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress)

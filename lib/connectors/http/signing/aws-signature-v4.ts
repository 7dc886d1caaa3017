import { createHash, createHmac } from 'node:crypto'
import { isS3, wantsContentHash } from './aws-services'
import { headerOf, type RequestToSign } from './request-to-sign'

export interface AwsCredentials {
  accessKeyId: string
  secretAccessKey: string
  region: string
  service: string
}

const ALGORITHM = 'AWS4-HMAC-SHA256'

/**
 * The headers that sign a request by AWS Signature Version 4: x-amz-date, x-amz-content-sha256 for the services that
 * want it, and Authorization.
 * @param now milliseconds since 1970
 * @param tell is given the canonical request
 */
export function signForAws(
  request: RequestToSign,
  { accessKeyId, secretAccessKey, region, service }: AwsCredentials,
  now: number,
  tell?: (canonical: string) => void,
): [name: string, value: string][] {
  const time = `${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  const day = time.slice(0, 8)
  const scope = `${day}/${region}/${service}/aws4_request`
  const added: [string, string][] = [['x-amz-date', time]]
  if (wantsContentHash(service)) added.push(['x-amz-content-sha256', sha256(request.body ?? '')])
  const { text, signedHeaders } = canonicalRequest({ ...request, headers: [...request.headers, ...added] }, service)
  tell?.(text)
  const stringToSign = awsStringToSign(time, scope, text)
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`))
  const signature = hmac(key, stringToSign).toString('hex')
  const authorization = `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`
  return [...added, ['Authorization', authorization]]
}

/** What is signed with the key of day, region and service. */
export function awsStringToSign(time: string, scope: string, canonical: string): string {
  return [ALGORITHM, time, scope, sha256(canonical)].join('\n')
}

/** A request in the one form that both sides hash. */
export function canonicalRequest(request: RequestToSign, service: string): { text: string; signedHeaders: string } {
  const { method, url, body } = request
  const path = isS3(service) ? canonicalS3Path(url.pathname) : canonicalPath(url.pathname)
  const names = listSignedHeaders(request)
  const headers = names.map((name) => `${name}:${canonicalValue(request, name)}\n`)
  const signedHeaders = names.join(';')
  const lines = [method, path, canonicalQuery(url.search.slice(1)), headers.join(''), signedHeaders, sha256(body ?? '')]
  return { text: lines.join('\n'), signedHeaders }
}

/**
 * The path of a canonical request: without empty, . and .. segments, and encoded once more than it is on the wire.
 * @param path as it is on the wire
 */
export function canonicalPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(encode(segment))
  }
  const slash = segments.length > 0 && /\/\.{0,2}$/.test(path) ? '/' : ''
  return `/${segments.join('/')}${slash}`
}

/** The path of a canonical request to S3: every segment stays, each encoded once and strictly. */
export function canonicalS3Path(path: string): string {
  return path
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/')
}

/**
 * The query of a canonical request: sorted, each name and value encoded once and strictly.
 * @param query as it is on the wire, without ?
 */
export function canonicalQuery(query: string): string {
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const at = pair.indexOf('=')
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
      return [encode(decodeQuery(name)), encode(decodeQuery(value))]
    })
  // By name, then by value. All is ASCII, so code units are bytes.
  pairs.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
  return pairs.map(([name, value]) => `${name}=${value}`).join('&')
}

// A proxy may change these on the way; AWS's own clients leave them out too.
const UNSIGNED =
  /^(authorization|accept|accept-encoding|cache-control|connection|expect|from|keep-alive|max-forwards|pragma|referer|te|trailer|transfer-encoding|upgrade|user-agent|x-amzn-trace-id|(proxy|sec)-.*)$/

function listSignedHeaders({ headers }: RequestToSign): string[] {
  const names = headers.map(([name]) => name.toLowerCase()).filter((name) => !UNSIGNED.test(name))
  return [...new Set([...names, 'host'])].sort(compare)
}

function canonicalValue(request: RequestToSign, name: string): string {
  if (name === 'host') return headerOf(request, 'host') ?? ''
  const values = request.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value)
  return values.map((value) => value.trim().replace(/ +/g, ' ')).join(',')
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

// A per cent sign that begins no code stands for itself.
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function decodeQuery(text: string): string {
  return decode(text.replace(/\+/g, ' '))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}

import { HMAC_HEADER } from '@/lib/connectors/http/signing/hmac-header'
import { TIMESTAMP_HEADER } from '@/lib/connectors/http/signing/signature-template'
import { MASK } from '@/lib/language/masking'
import type { CallRequest, SignedText } from './connector-record'
import { quoteMasked, quoteText, ShellText } from './shell-text'
import { hmacParts, type SignedPart, splitOrigin } from './string-to-sign'

export interface CurlCommand {
  /** For bash, zsh and sh. Signatures are made anew, by lines in front of curl itself. */
  command: string
  /** The shell variables that stand for secrets, in order of appearance: `TOKEN`, `X_API_KEY`, `HMAC_SECRET`. */
  variables: string[]
  /** What the command needs, or cannot do. */
  notes: string[]
}

export interface CurlOptions {
  /** The certificate was not verified. */
  insecure?: boolean
  /** Of the record: what it tells of its signatures. */
  signed?: readonly SignedText[]
}

/**
 * A logged request as a curl command that sends the same method, headers and body. Every argument is quoted for a POSIX
 * shell to be read as it is; where a secret was masked stands `"$NAME"`. A body that was stored cut stays cut. An HMAC
 * is computed by openssl, a signature of AWS by curl; one of RFC 9421 is left out, which a note says.
 */
export function toCurl(request: CallRequest, { insecure = false, signed = [] }: CurlOptions = {}): CurlCommand {
  const shell = new ShellText()
  const aws = signed.find((each) => each.by === 'aws')
  const notes: string[] = []
  const { method, url } = request
  const body = textOf(request.body)
  const parts = hmacParts(request)
  const hmacSecret = parts ? shell.add('HMAC_SECRET') : null
  const urlNames = shell.nameMasks(url, 'URL_SECRET')
  const freshTime = parts?.some((part) => part.from === 'header' && part.name === TIMESTAMP_HEADER) ?? false

  // What stands in brackets or braces would be taken for a pattern of several addresses.
  const words = [`curl ${/[[\]{}]/.test(url) ? '--globoff ' : ''}${quoteMasked(url, urlNames)}`]
  if (method === 'HEAD') words.push('--head')
  else if (method !== 'GET' || body !== null) words.push(`-X ${quoteText(method)}`)
  const values = new Map<string, string[]>()
  const leftOut = listLeftOut(request, aws, body)
  for (const { name, value } of request.headers) {
    const key = name.toLowerCase()
    if (leftOut.has(key)) continue
    const computed =
      key === HMAC_HEADER && parts ? '"$SIGNATURE"' : freshTime && key === TIMESTAMP_HEADER ? '"$NOW"' : null
    const names = computed ? [] : shell.nameMasks(value, variableOf(name, value))
    const quoted = computed ?? quoteMasked(value.trim(), names)
    values.set(key, [...(values.get(key) ?? []), quoted])
    // With a colon and nothing behind it curl would leave the header out.
    const line = value === '' ? `${name};` : `${name}: ${value}`
    words.push(`-H ${computed ? quoteText(`${name}: `) + computed : quoteMasked(line, names)}`)
  }
  const sendsBody = body !== null || ['POST', 'PUT', 'PATCH'].includes(method)
  for (const name of ownHeaders(sendsBody)) {
    if (!request.headers.some((header) => header.name.toLowerCase() === name)) words.push(`-H '${name}:'`)
  }
  if (aws) {
    const [id, key] = [shell.add('AWS_ACCESS_KEY_ID'), shell.add('AWS_SECRET_ACCESS_KEY')]
    words.push(`--aws-sigv4 ${quoteText(`aws:amz:${aws.region}:${aws.service}`)}`, `--user "$${id}:$${key}"`)
    notes.push('curl signs it anew by AWS Signature V4, which it can from version 7.75 on.')
  }
  if (insecure) words.push('--insecure')
  // The answer comes compressed when the request allowed it; curl opens it only when told.
  if (request.headers.some(({ name }) => name.toLowerCase() === 'accept-encoding')) words.push('--compressed')
  // An empty one too: without it no Content-Length is sent, which some servers refuse.
  const bodyNames = shell.nameMasks(body ?? '', 'BODY_SECRET')
  if (sendsBody) words.push(`--data-raw ${quoteMasked(body ?? '', bodyNames)}`)

  const lines = freshTime ? ['NOW=$(date +%s)'] : []
  if (parts) {
    const text = parts.map((part) => quotePart(part, { method, url, urlNames, values, body: body ?? '', bodyNames }))
    const digest = `openssl dgst -sha256 -hmac "$${hmacSecret}" -binary | openssl base64 -A`
    lines.push(`SIGNATURE=$(printf %s ${text.join('') || "''"} | ${digest})`)
    notes.push('openssl computes the HMAC anew, over the string that is signed.')
  }
  if (leftOut.has('signature'))
    notes.push(
      'curl cannot make the message signature (RFC 9421): it has no option for it, and each one covers a time and a nonce of its own. The command sends none, so a receiver that asks for it will refuse the request. Send it by a test of the connector instead.',
    )
  return { command: [...lines, words.join(' \\\n  ')].join('\n'), variables: shell.variables, notes }
}

/** Headers that are not written into the command, in lower case: counted or signed by curl, or beyond it. */
function listLeftOut({ headers }: CallRequest, aws: SignedText | undefined, body: string | null): ReadonlySet<string> {
  // curl counts the bytes itself, and a wrong count hangs the call.
  const names = ['content-length']
  if (aws) names.push('authorization', 'x-amz-date')
  // The hash of another body than the one that the command will send.
  if (aws && body?.includes(MASK)) names.push('x-amz-content-sha256')
  const isMessageSignature = ({ name, value }: { name: string; value: string }) =>
    name.toLowerCase() === 'signature-input' && value.startsWith('sig1=(')
  if (headers.some(isMessageSignature)) names.push('signature', 'signature-input')
  return new Set(names)
}

interface QuotedPlaces {
  method: string
  url: string
  urlNames: readonly string[]
  /** Of headers, quoted, by name in lower case. */
  values: ReadonlyMap<string, string[]>
  body: string
  bodyNames: readonly string[]
}

/** A part of the string to sign, with the variables that stand at its place in the request. */
function quotePart(part: SignedPart, { method, url, urlNames, values, body, bodyNames }: QuotedPlaces): string {
  switch (part.from) {
    case 'method':
      return quoteText(method)
    case 'host':
      return quoteMasked(splitOrigin(url).host, urlNames)
    case 'uri': {
      const { rest } = splitOrigin(url)
      return quoteMasked(rest, urlNames.slice(urlNames.length - rest.split(MASK).length + 1))
    }
    case 'body':
      return body === '' ? '' : quoteMasked(body, bodyNames)
    case 'header':
      return (values.get(part.name) ?? []).join("', '")
  }
}

/** What curl sends by itself unless told not to. */
function ownHeaders(sendsBody: boolean): string[] {
  return sendsBody ? ['accept', 'user-agent', 'content-type'] : ['accept', 'user-agent']
}

function textOf(body: CallRequest['body']): string | null {
  if (body === null || body === '') return null
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** A name that tells where the secret belongs and is no variable that a shell or curl itself reads. */
function variableOf(header: string, value: string): string {
  if (/^bearer /i.test(value)) return 'TOKEN'
  if (/^basic /i.test(value)) return 'BASIC_CREDENTIALS'
  const name = header
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return /^[A-Z]\w*_\w*$/.test(name) ? name : `SECRET_${name}`
}

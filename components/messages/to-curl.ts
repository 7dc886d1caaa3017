import { MASK } from '@/lib/language/masking'
import type { CallRequest } from './connector-record'

export interface CurlCommand {
  /** For bash, zsh and sh. */
  command: string
  /** The shell variables that stand for masked secrets, in order of appearance: `TOKEN`, `X_API_KEY`. */
  variables: string[]
}

/**
 * A logged request as a curl command that sends the same method, headers and body. Every argument is quoted for a POSIX
 * shell to be read as it is; where a secret was masked stands `"$NAME"`, outside of the quotes, so that only it is
 * replaced. A body that was stored cut stays cut.
 * @param options.insecure the certificate was not verified
 */
export function toCurl(request: CallRequest, { insecure = false } = {}): CurlCommand {
  const variables: string[] = []
  const quote = (text: string, name: string) => quoteWithSecrets(text, () => addVariable(variables, name))
  const { method, url, headers } = request
  const body = textOf(request.body)
  // What stands in brackets or braces would be taken for a pattern of several addresses.
  const parts = [`curl ${/[[\]{}]/.test(url) ? '--globoff ' : ''}${quote(url, 'URL_SECRET')}`]
  if (method === 'HEAD') parts.push('--head')
  else if (method !== 'GET' || body !== null) parts.push(`-X ${quoteText(method)}`)
  for (const { name, value } of headers) {
    // curl counts the bytes itself, and a wrong count hangs the call.
    if (name.toLowerCase() === 'content-length') continue
    // With a colon and nothing behind it curl would leave the header out.
    const line = value === '' ? `${name};` : `${name}: ${value}`
    parts.push(`-H ${quote(line, variableOf(name, value))}`)
  }
  const sendsBody = body !== null || ['POST', 'PUT', 'PATCH'].includes(method)
  for (const name of ownHeaders(sendsBody)) {
    if (!headers.some((header) => header.name.toLowerCase() === name)) parts.push(`-H '${name}:'`)
  }
  if (insecure) parts.push('--insecure')
  // The answer comes compressed when the request allowed it; curl opens it only when told.
  if (headers.some(({ name }) => name.toLowerCase() === 'accept-encoding')) parts.push('--compressed')
  // An empty one too: without it no Content-Length is sent, which some servers refuse.
  if (sendsBody) parts.push(`--data-raw ${quote(body ?? '', 'BODY_SECRET')}`)
  return { command: parts.join(' \\\n  '), variables }
}

/** What curl sends by itself unless told not to. */
function ownHeaders(sendsBody: boolean): string[] {
  return sendsBody ? ['accept', 'user-agent', 'content-type'] : ['accept', 'user-agent']
}

function textOf(body: CallRequest['body']): string | null {
  if (body === null || body === '') return null
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function quoteWithSecrets(text: string, nextVariable: () => string): string {
  const [first = '', ...rest] = text.split(MASK)
  const pieces = [first === '' && rest.length > 0 ? '' : quoteText(first)]
  for (const piece of rest) pieces.push(`"$${nextVariable()}"`, piece === '' ? '' : quoteText(piece))
  return pieces.join('')
}

/** Inside single quotes a shell reads nothing but the closing quote. */
function quoteText(text: string): string {
  return /^[A-Za-z]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function addVariable(variables: string[], name: string): string {
  let free = name
  for (let count = 2; variables.includes(free); count++) free = `${name}_${count}`
  variables.push(free)
  return free
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

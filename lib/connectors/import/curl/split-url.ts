import { hasDotSegment } from '../../http/dot-segment'
import { holdsToken, isCredentialParameter, replaceTokens } from '../credentials'
import { toIdentifier } from '../names'
import type { ReportLine, Span } from '../types'
import { clientValue, dynamicLength } from './dynamic'
import type { Word } from './shell-words'
import { hasUnknown, replaceUnknowns, unknown } from './unknowns'

export interface SplitUrl {
  baseUrl: string
  host: string
  /** A template. */
  endpoint: string
  /** `user:password` in front of the host, decoded. */
  userInfo: string | null
}

/**
 * A URL of a command as base URL and endpoint. What cannot stand in a base URL is written as `<NAME>` there, which the
 * connector's form refuses until somebody has filled it in.
 * @param queries what `-G` and `--url-query` add, encoded
 * @returns null when it is no HTTP address; the report says why
 */
export function splitUrl(
  word: Word,
  { queries, globoff }: { queries: readonly string[]; globoff: boolean },
  report: ReportLine[],
): SplitUrl | null {
  const at: Span = { start: word.start, end: word.end }
  const say = (tone: ReportLine['tone'], what: string, message: string) => report.push({ tone, what, message, at })
  const parts = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)([^?#]*)(\?[^#]*)?(#[\s\S]*)?$/i.exec(word.text.trim())
  const [, scheme, authority = '', rawPath = '', rawQuery = ''] = parts ?? []
  if (!parts || (authority === '' && rawPath === '')) {
    say('error', 'URL', 'This is no address. Begin with https:// and a host.')
    return null
  }
  if (scheme && !/^https?$/i.test(scheme)) {
    say('error', `${scheme.slice(0, 20)}://`, 'Only http and https can be called.')
    return null
  }
  const wholeUnknown = !scheme && hasUnknown(authority)
  if (!scheme && !wholeUnknown) say('changed', 'URL', 'It names no scheme. curl takes http://, so does the base URL.')
  const atSign = authority.lastIndexOf('@')
  const userInfo = atSign < 0 ? null : decode(authority.slice(0, atSign))
  const host = authority.slice(atSign + 1)
  if (hasUnknown(host) || /[{}<>]/.test(host))
    say('changed', 'URL', 'Its host is not known here. Write it into the base URL.')
  const shownHost = replaceUnknowns(host, (name) => `<${name}>`).replace(/\{+([^{}]*)\}+/g, '<$1>')

  const note = once((message: string) => say('changed', 'URL', message))
  if (!globoff && /\{[^{}]{0,200},|\[[^\]]{0,100}-/.test(rawPath + rawQuery))
    say('left', '[ ] { }', 'curl would make several calls out of this pattern. It was taken as it is written.')
  const path = resolveDots(toPath(rawPath, globoff, note))
  if (path === null) {
    say('error', 'URL', 'Its path holds a . or .. segment that would leave the base URL. Write the path that is meant.')
    return null
  }
  const query = [rawQuery.slice(1), ...queries].filter((part) => part !== '').join('&')
  const safeQuery = query === '' ? '' : `?${toQuery(query, note)}`
  const prefix = versionPrefix(path)
  const base = `${wholeUnknown ? '' : `${(scheme ?? 'http').toLowerCase()}://`}${shownHost}${prefix}`
  const rest = path.slice(prefix.length)
  return { baseUrl: base, host: shownHost, endpoint: `${rest.startsWith('/') ? '' : '/'}${rest}${safeQuery}`, userInfo }
}

type Note = (message: string) => void

/** The path as a template, encoded where it has to be. `:id` and `{id}` of documentation are dynamic values. */
function toPath(raw: string, globoff: boolean, note: Note): string {
  const take = (name: string) => {
    note('What stands for a value in its path is read from the caller\u2019s input, as {{client.…}}.')
    return unknown(toIdentifier(name))
  }
  const marked = raw
    .replace(/(?<=^|\/):([A-Za-z_][\w-]{0,80})(?=\/|$)/g, (_, name: string) => take(name))
    .replace(/(?<!\{)\{([A-Za-z_][\w-]{0,80})\}(?!\})/g, (whole, name: string) => (globoff ? whole : take(name)))
  const named = encodePart(marked)
  if (!holdsToken(named)) return named
  note('A token stands in its path. A flow is no place for it: give it to the flow as {{client.token}}.')
  return replaceTokens(named, clientValue('token'))
}

function toQuery(raw: string, note: Note): string {
  return raw
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=')
      const name = decode(equals < 0 ? pair : pair.slice(0, equals))
      if (equals >= 0 && (isCredentialParameter(name) || holdsToken(pair)) && !hasUnknown(pair)) {
        note(
          `The parameter ${name.slice(0, 40)} looks like a credential, and a flow is no place for it: give it to the flow as {{client.${toIdentifier(name)}}}.`,
        )
        return `${encodePart(pair.slice(0, equals))}=${clientValue(toIdentifier(name))}`
      }
      return encodePart(pair)
    })
    .join('&')
}

function encodePart(text: string): string {
  let encoded = ''
  for (let at = 0; at < text.length; ) {
    const length = dynamicLength(text, at)
    if (length > 0) {
      encoded += text.slice(at, at + length)
      at += length
      continue
    }
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they have to be escaped in a URL
    encoded += /[\u0000-\u0020\u007f\u00a0\u2028\u2029\ufeff"<>\\^`{|}#]/.test(char) ? encodeURIComponent(char) : char
    at += char.length
  }
  return replaceUnknowns(encoded, clientValue)
}

/** Takes out dot segments as curl does before it sends; null when one stays. */
function resolveDots(path: string): string | null {
  const plain = path.replace(/\{\{[^}]*\}\}/g, 'x')
  if (!hasDotSegment(plain)) return path
  const kept: string[] = []
  for (const [index, segment] of path.split('/').entries()) {
    const dots = segment.replace(/%2e/gi, '.')
    if (dots === '..') kept.length = Math.max(1, kept.length - 1)
    else if (dots !== '.' || index === 0) kept.push(segment)
  }
  const resolved = kept.join('/')
  return hasDotSegment(resolved.replace(/\{\{[^}]*\}\}/g, 'x')) ? null : resolved
}

/** The beginning of a path that all calls of an API share: `/v1`, `/api/v2`, `/rest/api/3`. Empty when there is none. */
function versionPrefix(path: string): string {
  const segments = path.split('/').slice(1, -1)
  let length = 0
  for (const [index, segment] of segments.entries()) {
    const version = /^(api|rest|v\d+(\.\d+)*([a-z]+\d*)?|\d{4}-\d\d(-\d\d)?)$/i.test(segment)
    if (!version && !(/^\d+$/.test(segment) && index > 0 && segments[index - 1] === 'api')) break
    length += 1 + segment.length
  }
  return path.slice(0, length)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function once(say: Note): Note {
  const said = new Set<string>()
  return (message) => {
    if (said.has(message)) return
    said.add(message)
    say(message)
  }
}

import { isJsonObject, isShallow, type Json } from '@/lib/language/json'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import { holdsToken, isCredentialField, replaceTokens } from '../credentials'
import { toIdentifier } from '../names'
import type { ReportLine, Span } from '../types'
import { clientValue, toTemplateText } from './dynamic'
import { hasUnknown, unknown } from './unknowns'

type Payload = NonNullable<ConnectorStep['payload']>

export interface ReadPayload {
  payload: Payload
  /** Of the header that the payload needs beside it; null when Patchbay sends the right one by itself. */
  contentType: string | null
}

const DEEPEST = 60
const LONGEST_TEXT = 100_000
const FORM = 'application/x-www-form-urlencoded'

/** Makes a payload out of what is sent, with the types of its values where it is JSON. */
export function readPayload(body: string, contentType: string | null, at: Span, report: ReportLine[]): ReadPayload {
  const kind = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? null
  const say = (tone: ReportLine['tone'], message: string) => report.push({ tone, what: 'payload', message, at })
  const isJson = kind === 'application/json' || kind?.endsWith('+json')
  if (isJson || ((kind === null || kind === FORM) && /^\s*[{[]/.test(body))) {
    const value = parseJson(body)
    if (value !== undefined) {
      if (!isJson) say('changed', 'curl would call this a form, but it is JSON. It is sent as application/json.')
      return {
        payload: { type: 'json', value: withoutCredentials(value, say) },
        contentType: kind?.endsWith('+json') ? contentType : null,
      }
    }
    if (isJson) say('changed', 'It cannot be kept as JSON without changing it, so it is sent as the text that it is.')
  }
  if (kind === null || kind === FORM) {
    const form = parseForm(body)
    if (form) return { payload: { type: 'form', value: formWithoutCredentials(form, say) }, contentType: null }
    if (body.includes('=')) say('changed', 'A form keeps each field once, so it is sent as the text that it is.')
  }
  if (body.length > LONGEST_TEXT)
    say('error', 'A text payload has at most 100,000 characters. Shorten it, then import the command again.')
  if (holdsToken(body))
    say('changed', 'A token stands in it. Replace it with a dynamic value: a flow is no place for it.')
  return {
    payload: { type: 'text', value: replaceTokens(toTemplateText(body), clientValue('token')) },
    contentType: kind === 'text/plain' ? null : (contentType ?? FORM),
  }
}

type Say = (tone: ReportLine['tone'], message: string) => void

/** The value; undefined when the text is no JSON or would not be the same afterwards. */
function parseJson(text: string): Json | undefined {
  let value: Json
  try {
    value = JSON.parse(hasUnknown(text) ? quoteUnknowns(text) : text)
  } catch {
    return undefined
  }
  if (!isShallow(value, DEEPEST) || text.includes('__proto__')) return undefined
  const numbers = text.replace(/"(?:[^"\\]|\\.)*"/g, '""').match(/-?\d[\d.eE+-]*/g) ?? []
  const exact = numbers.every((number) => number.replace(/\D/g, '').length < 16 && Number.isFinite(Number(number)))
  return exact ? value : undefined
}

/** A value that only the shell knew may stand where JSON has a number: as a text of its own it keeps its type. */
function quoteUnknowns(text: string): string {
  let quoted = false
  return text.replace(/\\.|"|\uE000([^\uE001]*)\uE001/g, (match, name?: string) => {
    if (match === '"') quoted = !quoted
    return name === undefined || quoted ? match : `"${unknown(name)}"`
  })
}

function withoutCredentials(value: Json, say: Say, key = ''): Json {
  if (typeof value === 'string') return leaf(key, value, say)
  if (Array.isArray(value)) return value.map((item) => withoutCredentials(item, say, key))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutCredentials(item, say, name)]))
}

function formWithoutCredentials(form: Record<string, string>, say: Say): Record<string, string> {
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, leaf(name, value, say)]))
}

function leaf(name: string, value: string, say: Say): string {
  const named = isCredentialField(name) && value !== ''
  if (hasUnknown(value) || !(named || holdsToken(value))) return toTemplateText(value)
  const key = toIdentifier(name, 'token')
  say(
    'changed',
    `${name.slice(0, 40) || 'A value'} looks like a credential, and a flow is no place for it: give it to the flow as ${clientValue(key)}.`,
  )
  return named ? clientValue(key) : replaceTokens(toTemplateText(value), clientValue(key))
}

/** The fields of a form; null when one comes twice, has no name or would be written in another way. */
function parseForm(body: string): Record<string, string> | null {
  const form = new Map<string, string>()
  for (const pair of body.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const [name, value] = [
      decode(equals < 0 ? pair : pair.slice(0, equals)),
      decode(equals < 0 ? '' : pair.slice(equals + 1)),
    ]
    if (equals < 0 || name === null || value === null || name === '' || hasUnknown(name)) return null
    if (form.has(name) || name === '__proto__') return null
    form.set(name, value)
  }
  return form.size === 0 ? null : Object.fromEntries(form)
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null
  }
}

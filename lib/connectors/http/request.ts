import { isHeaderNamed } from '@/lib/header-name'
import { type Json, toText } from '@/lib/language/json'
import type { HttpCall, Payload } from '@/lib/language/outcome'
import { remember } from '@/lib/language/remember'
import { MOST_HELD, sizeOf, TooLargeError } from '@/lib/language/size'
import { parseTemplate, resolveJson, resolveText, type Scope, type Template, toTemplate } from '@/lib/language/template'
import { endpointError, type HttpVerb, httpVerbs } from '@/lib/steps/connector/types/http'
import { ConnectorError } from '../errors'
import type { Authentication } from './authentication/resolver'
import { encodeValue } from './encode-value'
import { joinEndpoint } from './join-endpoint'
import type { HttpConfig } from './schema'

/** A request that is ready to be sent. */
export interface HttpRequest {
  method: HttpVerb
  url: URL
  headers: [name: string, value: string][]
  body: string | null
  warnings: { code: string; message: string }[]
}

/** The templates of a connector's headers, parsed once. */
export type HeaderTemplates = readonly { name: string; template: Template }[]

export function parseHeaderTemplates(config: HttpConfig): HeaderTemplates {
  return config.headers.map(({ key, value }) => ({ name: key, template: toTemplate(value) }))
}

/**
 * Builds the request of a call: pure, nothing is sent.
 * @param onMissing told of each placeholder that has no value
 * @throws ConnectorError when a template or one of its values cannot be sent safely; TooLargeError
 */
export function buildRequest(
  config: HttpConfig,
  headerTemplates: HeaderTemplates,
  call: HttpCall,
  authentication: Authentication,
  scope: Scope,
  onMissing: (source: string) => void,
): HttpRequest {
  const method = httpVerbs.find((action) => action === call.action)
  if (!method) throw new ConnectorError('actionUnknown', call.action.slice(0, 40))
  const url = joinEndpoint(config.baseUrl, resolveEndpoint(call.endpoint, scope, onMissing))
  const headers = headerTemplates.map(({ name, template }) => resolveHeader(name, template, scope, onMissing))
  for (const [name, value] of authentication.headers) headers.push([name, checkHeader(name, value)])
  const warnings: HttpRequest['warnings'] = []
  if (!call.payload) return { method, url, headers, body: null, warnings }
  if (method === 'GET' || method === 'HEAD') {
    warnings.push({ code: 'payloadIgnored', message: `${method} sends no payload; the one of this step was left out.` })
    return { method, url, headers, body: null, warnings }
  }
  const { body, contentType } = resolvePayload(call.payload, scope, onMissing)
  if (!headers.some(([name]) => isHeaderNamed(name, 'content-type'))) headers.push(['Content-Type', contentType])
  return { method, url, headers, body, warnings }
}

/** The endpoint with its values, each percent-encoded for its place: a path segment or a query value. */
function resolveEndpoint(text: string, scope: Scope, onMissing: (source: string) => void): string {
  return resolveText(readEndpoint(text), scope, onMissing, encodeValue)
}

// A step's endpoint is the same at every call.
const readEndpoint = remember(500, (text): Template => {
  const problem = endpointError(text)
  if (problem || text.startsWith('@')) throw new ConnectorError('endpointInvalid', problem ?? 'It begins with @.')
  const parsed = parseTemplate(text)
  if (parsed.error !== undefined) throw new ConnectorError('endpointInvalid', parsed.error)
  return parsed.template
})

function resolveHeader(
  name: string,
  template: Template,
  scope: Scope,
  onMissing: (source: string) => void,
): [string, string] {
  return [name, checkHeader(name, resolveText(template, scope, onMissing)).trim()]
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/

function checkHeader(name: string, value: string): string {
  if (CONTROL.test(value)) throw new ConnectorError('headerInvalid', name)
  return value
}

function resolvePayload(payload: Payload, scope: Scope, onMissing: (source: string) => void) {
  switch (payload.type) {
    case 'json': {
      const value = resolveJson(payload.value, scope, onMissing)
      // One value may stand in many places: what that comes to is known before it is written out.
      if (sizeOf(value, MOST_HELD) > MOST_HELD) throw new TooLargeError('Its payload is too large.')
      return { body: JSON.stringify(value), contentType: 'application/json' }
    }
    case 'form': {
      const rows = Object.entries(payload.value).flatMap(([name, value]) =>
        [value].flat().map((item): [string, string] => [name, resolveField(item, scope, onMissing).toWellFormed()]),
      )
      return { body: new URLSearchParams(rows).toString(), contentType: 'application/x-www-form-urlencoded' }
    }
    case 'text':
      return { body: resolveText(parseText(payload.value), scope, onMissing), contentType: 'text/plain; charset=utf-8' }
  }
}

function resolveField(value: Json, scope: Scope, onMissing: (source: string) => void): string {
  return typeof value === 'string' ? resolveText(parseText(value), scope, onMissing) : toText(value)
}

function parseText(text: string): Template {
  const parsed = parseTemplate(text)
  if (parsed.error !== undefined) throw new ConnectorError('payloadInvalid', parsed.error)
  return parsed.template
}

import { z } from 'zod'
import type { Json, JsonObject } from '@/lib/language/json'
import { headerName, headerValue } from '../../http/fields'
import { isCredentialHeader } from '../credentials'
import { nameCall, toIdentifier } from '../names'
import type { ImportedCall, ImportedStep, ReportLine } from '../types'
import { type DocumentOperation, parametersOf } from './read-openapi'
import { own, ownList, ownText, type References } from './references'
import { mediaExample, toAnswer } from './response-example'
import { literal, type PayloadNotes, toPayloadTemplate } from './schema-template'

/** A header that an operation takes, as a row of a connector would send it. */
export interface HeaderParameter {
  key: string
  /** A template. */
  value: string
  required: boolean
  /** A row may hold it: it is wanted, and no credential. */
  fits: boolean
}

export interface OperationStep extends ImportedCall {
  /** Verb and path. */
  operation: string
  headers: HeaderParameter[]
  report: ReportLine[]
}

// OpenAPI says that these are not described as parameters.
const OWN_HEADERS = /^(accept|content-type|authorization)$/i

/** An operation as a step: parameters and payload are read from the caller's input, by names like theirs. */
export function toOperationStep(
  operation: DocumentOperation,
  references: References,
  { optionalParameters }: { optionalParameters: boolean },
): OperationStep {
  const report: ReportLine[] = []
  const say = (tone: ReportLine['tone'], message: string) =>
    report.push({ tone, what: operation.key.slice(0, 120), message, at: null })
  const query: string[] = []
  const headers: HeaderParameter[] = []
  for (const parameter of parametersOf(operation, references)) {
    const name = ownText(parameter, 'name') ?? ''
    const required = own(parameter, 'required') === true
    switch (ownText(parameter, 'in')) {
      case 'query':
        if (!required && !optionalParameters) break
        if (isStructured(parameter, references))
          say('changed', `The parameter ${name} takes a list or an object. Give it as the text that the API expects.`)
        query.push(`${encode(name)}={{client.${toIdentifier(name)}}}`)
        break
      case 'header':
        if (!OWN_HEADERS.test(name)) headers.push(toHeader(name, required, parameter, references))
        break
      case 'cookie':
        say(
          'left',
          `It takes the cookie ${name}${required ? ', which is required' : ''}. Add a header Cookie to the connector.`,
        )
        break
    }
  }
  const path = operation.path
    .split(/(\{[^{}]*\})/)
    .map((part) => (part.startsWith('{') && part.endsWith('}') ? `{{client.${toIdentifier(part)}}}` : encodePath(part)))
    .join('')
  const endpoint = query.length === 0 ? path : `${path}?${query.join('&')}`
  const payload = toPayload(operation, references, say)
  return {
    operation: operation.key,
    step: { ...naming(operation, path), action: operation.action, endpoint, ...(payload ? { payload } : {}) },
    answer: toAnswer(operation, references),
    headers,
    report,
  }
}

function toHeader(key: string, required: boolean, parameter: JsonObject, references: References): HeaderParameter {
  const schema = references.field(parameter, 'schema')
  const values = schema ? ownList(schema, 'enum') : []
  const given = schema
    ? (own(schema, 'const') ?? own(schema, 'default') ?? (values.length === 1 ? values[0] : null))
    : null
  const known = typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean'
  const value = known ? String(given).replaceAll('{{', '\\{{') : `{{client.${toIdentifier(key.toLowerCase())}}}`
  const fits = (required || known) && !isCredentialHeader(key) && httpHeaderSchema.safeParse({ key, value }).success
  return { key, value, required, fits }
}

const httpHeaderSchema = z.object({ key: headerName(''), value: headerValue })

function naming(
  { operationId, summary, action }: DocumentOperation,
  path: string,
): Pick<ImportedStep, 'name' | 'contextKey'> {
  const fallback = nameCall(action, path)
  const key = operationId === null ? fallback.contextKey : toIdentifier(operationId, fallback.contextKey)
  const name = (summary || operationId || fallback.name).replaceAll(/\s+/g, ' ').trim().slice(0, 100)
  return { name, contextKey: key.charAt(0).toLowerCase() + key.slice(1) }
}

type Say = (tone: ReportLine['tone'], message: string) => void

function toPayload(operation: DocumentOperation, references: References, say: Say): ImportedStep['payload'] {
  const content = references.field(references.field(operation.source.operation, 'requestBody') ?? {}, 'content')
  if (!content) return undefined
  if (operation.action === 'GET' || operation.action === 'HEAD') {
    say('left', `${operation.action} sends no payload.`)
    return undefined
  }
  const types = Object.keys(content)
  const json =
    types.find((type) => /^application\/json\b/i.test(type)) ?? types.find((type) => /[+/]json\b/i.test(type))
  const chosen =
    json ?? types.find((type) => /x-www-form-urlencoded/i.test(type)) ?? types.find((type) => /^text\//i.test(type))
  if (chosen === undefined) {
    if (types.length > 0) say('left', `It takes ${types.join(', ').slice(0, 100)}, which a connector does not make.`)
    return undefined
  }
  const media = references.object(own(content, chosen))
  const example = media ? mediaExample(media, references) : undefined
  const notes: PayloadNotes = { omitted: [], first: [] }
  const value =
    (example === undefined ? undefined : literal(example)) ??
    toPayloadTemplate(media ? own(media, 'schema') : undefined, references, notes)
  sayNotes(notes, say)
  if (json !== undefined) {
    if (!/^application\/json\b/i.test(json))
      say('changed', `It takes ${json}: set the header Content-Type in the connector.`)
    return { type: 'json', value: value ?? {} }
  }
  if (/x-www-form-urlencoded/i.test(chosen)) return { type: 'form', value: toFields(value) }
  if (!/^text\/plain/i.test(chosen)) say('changed', `It takes ${chosen}: set the header Content-Type in the connector.`)
  return { type: 'text', value: typeof value === 'string' ? value : '{{client.text}}' }
}

function sayNotes({ omitted, first }: PayloadNotes, say: Say): void {
  if (omitted.length > 0)
    say('left', `Optional fields of the payload: ${listNames(omitted)}. Add those that you need in the step.`)
  if (first.length > 0)
    say('changed', `The first of its values is sent for ${listNames(first)}. Choose another in the step if need be.`)
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => name.slice(0, 60))
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ')
}

function toFields(value: Json | undefined): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, typeof item === 'string' ? item : JSON.stringify(item)]),
  )
}

function isStructured(parameter: JsonObject, references: References): boolean {
  const schema = references.field(parameter, 'schema')
  const type = schema ? own(schema, 'type') : undefined
  const types = Array.isArray(type) ? type : [type]
  return types.includes('array') || types.includes('object') || ownList(parameter, 'content').length > 0
}

function encode(name: string): string {
  // Brackets are what APIs name lists by: filter[name].
  return encodeURIComponent(name.toWellFormed()).replaceAll('%5B', '[').replaceAll('%5D', ']')
}

function encodePath(text: string): string {
  return text
    .toWellFormed()
    .split('/')
    .map((segment) => encodeURIComponent(segment).replace(/%(40|3A|24|26|2B|2C|3B|3D)/g, decodeURIComponent))
    .join('/')
}

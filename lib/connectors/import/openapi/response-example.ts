import { isJsonObject, isShallow, type Json, type JsonObject } from '@/lib/language/json'
import { MASK } from '@/lib/language/masking'
import { holdsToken, isCredentialField, replaceTokens } from '../credentials'
import type { ImportedAnswer } from '../types'
import type { DocumentOperation } from './read-openapi'
import { own, ownList, ownText, type References } from './references'
import { givenValue, mergeAll } from './schema-template'

const DEEPEST = 8
const MOST_FIELDS = 300

/**
 * What a document shows as the answer of an operation that succeeds: the example of its first answer inside 2xx, the
 * first of several, or what its schema's examples come to. Null when it shows none. Credentials in it are masked.
 */
export function toAnswer(operation: DocumentOperation, references: References): ImportedAnswer | null {
  const responses = references.field(operation.source.operation, 'responses')
  if (!responses) return null
  const statuses = Object.keys(responses).filter((status) => /^2(\d\d|XX)$/i.test(status))
  for (const status of statuses.toSorted()) {
    const content = references.field(references.object(own(responses, status)) ?? {}, 'content') ?? {}
    const types = Object.keys(content)
    const type = types.find((each) => /[/+]json\b/i.test(each)) ?? types.find((each) => /^text\/plain\b/i.test(each))
    const media = type === undefined ? null : references.object(own(content, type))
    const body = media && bodyOf(media, references)
    if (body !== undefined && body !== null && isShallow(body, 40))
      return { status: /^\d+$/.test(status) ? Number(status) : 200, body: withoutCredentials(body) }
  }
  return null
}

function bodyOf(media: JsonObject, references: References): Json | undefined {
  const shown = mediaExample(media, references)
  if (shown !== undefined) return shown
  const { value, shows } = build(own(media, 'schema'), { references, room: MOST_FIELDS, open: [] }, 0)
  return shows ? value : undefined
}

/** The one example of a body, or the first of several; undefined when there is none. */
export function mediaExample(media: JsonObject, references: References): Json | undefined {
  const example = own(media, 'example')
  if (example !== undefined) return example
  const [first] = Object.values(references.field(media, 'examples') ?? {})
  const value = references.object(first)
  return value ? own(value, 'value') : undefined
}

interface Progress {
  references: References
  room: number
  open: JsonObject[]
}

interface Built {
  value: Json
  /** It holds at least one value that the document gives. */
  shows: boolean
}

// No key is left out: an example is asked which keys there are, and null says that the value is not known.
const UNKNOWN: Built = { value: null, shows: false }

function build(value: Json | undefined, progress: Progress, depth: number): Built {
  const schema = progress.references.object(value)
  if (!schema || depth > DEEPEST || progress.room <= 0 || progress.open.includes(schema)) return UNKNOWN
  progress.room -= 1
  progress.open.push(schema)
  const built = buildOpen(schema, progress, depth)
  progress.open.pop()
  return built
}

function buildOpen(schema: JsonObject, progress: Progress, depth: number): Built {
  const given = givenValue(schema)
  if (given !== undefined) return { value: given, shows: true }
  const { fields } = mergeAll(schema, progress.references)
  if (fields.size > 0) {
    const entries: [string, Json][] = []
    let shows = false
    for (const [name, property] of fields) {
      const field = progress.references.object(property)
      if (field && own(field, 'writeOnly') === true) continue
      const built = build(property, progress, depth + 1)
      shows ||= built.shows
      entries.push([name, built.value])
    }
    return { value: Object.fromEntries(entries), shows }
  }
  const [variant] = [...ownList(schema, 'oneOf'), ...ownList(schema, 'anyOf')]
  if (variant !== undefined) return build(variant, progress, depth + 1)
  if (ownText(schema, 'type') !== 'array' && own(schema, 'items') === undefined) return UNKNOWN
  const item = build(own(schema, 'items'), progress, depth + 1)
  return item.value === null ? UNKNOWN : { value: [item.value], shows: item.shows }
}

/** As a flow's own examples are: with nothing in it that gives access. */
function withoutCredentials(value: Json, key = ''): Json {
  if (typeof value === 'string') {
    if (isCredentialField(key) && value !== '') return MASK
    return holdsToken(value) ? replaceTokens(value, MASK) : value
  }
  if (Array.isArray(value)) return value.map((item) => withoutCredentials(item, key))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutCredentials(item, name)]))
}

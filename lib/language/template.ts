import { type Json, mapValues, toText } from './json'
import { formatPath, type Path, parsePath } from './path'
import { remember } from './remember'
import { LONGEST_TEXT, TooLargeError } from './size'

/** One `{{path}}`; `source` is the path as it is reported in warnings. */
export interface Placeholder {
  path: Path
  source: string
}

/** Text with dynamic values, parsed once: literal pieces and placeholders in order. */
export type Template = readonly (string | Placeholder)[]

/** Answers the value of a path, or undefined when there is none. */
export interface Scope {
  read(path: Path): Json | undefined
}

export type ParsedTemplate =
  | { template: Template; error?: undefined }
  | { template?: undefined; error: string; at: number }

/**
 * Parses `{{path.to.value}}`. `\{{` is a literal `{{`; a `}}` without an opening is literal text.
 * @returns the template, or the error and its offset in the text
 */
export function parseTemplate(text: string): ParsedTemplate {
  const parts: (string | Placeholder)[] = []
  let literal = ''
  let at = 0
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', at)) {
    if (open > at && text[open - 1] === '\\') {
      literal += `${text.slice(at, open - 1)}{{`
      at = open + 2
      continue
    }
    const end = text.indexOf('}}', open + 2)
    if (end < 0)
      return { error: 'This dynamic value is not closed. Write {{path}}, or \\{{ for two literal braces.', at: open }
    const source = text.slice(open + 2, end).trim()
    const path = parsePath(source)
    if (!path) {
      const shown = source === '' ? 'An empty path' : `"${source}"`
      return { error: `${shown} is not a path. Use dots and [0] indexes, for example {{form.email}}.`, at: open }
    }
    literal += text.slice(at, open)
    if (literal !== '') parts.push(literal)
    literal = ''
    parts.push({ path, source: formatPath(path) })
    at = end + 2
  }
  literal += text.slice(at)
  if (literal !== '') parts.push(literal)
  return { template: parts }
}

/** Parses a text that was checked at save; one that is not a template stays literal. */
export function toTemplate(text: string): Template {
  return text.includes('{{') ? readTemplate(text) : [text]
}

// Those of a payload are asked for at every call of a step.
const readTemplate = remember(1_000, (text): Template => parseTemplate(text).template ?? [text])

/** The error of a text that is not a template, or null. */
export function templateError(text: string): string | null {
  return parseTemplate(text).error ?? null
}

export function listPlaceholders(template: Template): Placeholder[] {
  return template.filter((part) => typeof part !== 'string')
}

/** Every placeholder in the string leaves of a JSON value. */
export function listJsonPlaceholders(value: Json): Placeholder[] {
  if (typeof value === 'string') return listPlaceholders(toTemplate(value))
  if (Array.isArray(value)) return value.flatMap(listJsonPlaceholders)
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(listJsonPlaceholders)
  return []
}

/**
 * The text with every placeholder replaced. A missing value is the empty string and is reported.
 * @param encode applied to each inserted value, never to literal text
 * @param room how long the text may become
 * @throws TooLargeError
 */
export function resolveText(
  template: Template,
  scope: Scope,
  onMissing: (source: string) => void,
  encode: (text: string) => string = (text) => text,
  room: number = LONGEST_TEXT,
): string {
  let text = ''
  for (const part of template) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const value = scope.read(part.path)
    if (value === undefined) onMissing(part.source)
    text += encode(toText(value))
    if (text.length > room) throw new TooLargeError('Its dynamic values make a text that is too long.')
  }
  return text
}

/**
 * A JSON value with every string leaf resolved. A leaf that is exactly one placeholder keeps the value's type (null
 * when missing), so a value can never break the JSON. Object keys are literal.
 * @throws TooLargeError
 */
export function resolveJson(value: Json, scope: Scope, onMissing: (source: string) => void): Json {
  let room = LONGEST_TEXT
  const resolve = (item: Json): Json => {
    if (typeof item === 'string') {
      const template = toTemplate(item)
      const resolved = resolveLeaf(template, scope, onMissing, room)
      // A whole value is taken as it is; only what is newly made takes room.
      if (template.length > 1 && typeof resolved === 'string') room -= resolved.length
      return resolved
    }
    if (Array.isArray(item)) return item.map(resolve)
    return typeof item === 'object' && item !== null ? mapValues(item, resolve) : item
  }
  return resolve(value)
}

/** One text that may be a whole placeholder: then the value with its type, else text. */
export function resolveLeaf(
  template: Template,
  scope: Scope,
  onMissing: (source: string) => void,
  room: number = LONGEST_TEXT,
): Json {
  const only = template.length === 1 ? template[0] : undefined
  if (only === undefined || typeof only === 'string') return resolveText(template, scope, onMissing, undefined, room)
  const value = scope.read(only.path)
  if (value === undefined) onMissing(only.source)
  return value ?? null
}

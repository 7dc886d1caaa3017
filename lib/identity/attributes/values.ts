import type { Attribute, AttributeValue } from './schema'

const TEXT_MAX = 2_000

export type ReadValue = { ok: true; value: AttributeValue | null } | { ok: false; message: string }

/**
 * A value as an attribute's type keeps it. Text is read as the type says (`"12"` for a number, `"yes"` for a boolean),
 * because flows, files and some SDKs have nothing else. Null and empty text mean: no value.
 */
export function readAttributeValue(attribute: Attribute, given: unknown): ReadValue {
  if (given === null || given === undefined || given === '') return { ok: true, value: null }
  if (typeof given === 'string' && given.trim() === '') return { ok: true, value: null }
  switch (attribute.type) {
    case 'text':
      return readText(given)
    case 'number':
      return readNumber(given)
    case 'boolean':
      return readBoolean(given)
    case 'date':
      return readDate(given)
    case 'singleSelect':
      return readOption(attribute, given)
    case 'multiSelect':
      return readOptions(attribute, given)
  }
}

const refuse = (message: string): ReadValue => ({ ok: false, message })
const accept = (value: AttributeValue | null): ReadValue => ({ ok: true, value })

function readText(given: unknown): ReadValue {
  if (typeof given === 'number' || typeof given === 'boolean') return accept(String(given))
  if (typeof given !== 'string') return refuse('Give text.')
  if (given.length > TEXT_MAX) return refuse(`Use at most ${TEXT_MAX.toLocaleString('en')} characters.`)
  // PostgreSQL has no text with NUL.
  if (given.includes('\0')) return refuse('Remove the NUL character.')
  return accept(given)
}

function readNumber(given: unknown): ReadValue {
  const number = typeof given === 'string' ? Number(given.trim()) : given
  if (typeof number !== 'number' || !Number.isFinite(number)) return refuse('Give a number, for example 12 or 0.5.')
  return accept(number)
}

function readBoolean(given: unknown): ReadValue {
  if (typeof given === 'boolean') return accept(given)
  const text = typeof given === 'string' ? given.trim().toLowerCase() : given
  if (text === 'true' || text === 'yes' || text === '1' || text === 1) return accept(true)
  if (text === 'false' || text === 'no' || text === '0' || text === 0) return accept(false)
  return refuse('Give true or false.')
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

function readDate(given: unknown): ReadValue {
  const text = typeof given === 'string' ? given.trim() : ''
  const day = DAY.test(text)
  const date = day || MOMENT.test(text) ? new Date(day ? `${text}T00:00:00Z` : text) : null
  // The 30th of February would be read as a day in March.
  if (date && !Number.isNaN(date.getTime()) && (!day || date.toISOString().startsWith(text))) {
    return accept(day ? text : date.toISOString())
  }
  return refuse('Give a day as 2026-03-01, or a moment as 2026-03-01T12:30:00Z.')
}

function readOption({ options }: Attribute, given: unknown): ReadValue {
  const text = typeof given === 'string' ? given.trim() : typeof given === 'number' ? String(given) : null
  return text !== null && options.includes(text) ? accept(text) : refuse(`Give one of: ${listOptions(options)}.`)
}

function readOptions({ options }: Attribute, given: unknown): ReadValue {
  const texts = typeof given === 'string' ? splitOptions(options, given) : given
  if (!Array.isArray(texts)) return refuse(`Give a list of some of: ${listOptions(options)}.`)
  const chosen = texts.map((text) => (typeof text === 'string' ? text.trim() : String(text)))
  const unknown = chosen.find((text) => !options.includes(text))
  if (unknown !== undefined) return refuse(`“${unknown.slice(0, 60)}” is not one of: ${listOptions(options)}.`)
  // In the order of the schema, so that the same choice is the same value.
  return accept(chosen.length === 0 ? null : options.filter((option) => chosen.includes(option)))
}

/** One line of text as several options: an option may hold a comma itself. */
function splitOptions(options: readonly string[], text: string): string[] {
  if (options.includes(text.trim())) return [text]
  return text
    .split(/[|,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

const OPTIONS_SHOWN = 8

function listOptions(options: readonly string[]): string {
  const rest = options.length - OPTIONS_SHOWN
  return options.slice(0, OPTIONS_SHOWN).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

export interface ReadValues {
  /** By attribute; null removes the value. */
  values: Record<string, AttributeValue | null>
  /** By attribute: what is wrong with its value. */
  problems: Record<string, string>
  /** Keys that no attribute has. */
  unknown: string[]
}

/** Every given value by its attribute. */
export function readAttributeValues(
  attributes: readonly Attribute[],
  given: Readonly<Record<string, unknown>>,
): ReadValues {
  const byName = new Map(attributes.map((attribute) => [attribute.name, attribute]))
  const read: ReadValues = { values: {}, problems: {}, unknown: [] }
  for (const [name, value] of Object.entries(given)) {
    const attribute = byName.get(name)
    if (!attribute) {
      read.unknown.push(name)
      continue
    }
    const result = readAttributeValue(attribute, value)
    if (result.ok) read.values[name] = result.value
    else read.problems[name] = result.message
  }
  return read
}

/**
 * The value that a search by an attribute is after, out of text. Undefined does not narrow; what can be no value of the
 * attribute finds nobody.
 */
export function toSoughtValue(
  attributes: readonly Attribute[],
  name: string | null,
  text: string | null,
): AttributeValue | undefined {
  const attribute = attributes.find((each) => each.name === name)
  if (!attribute || !text) return undefined
  const read = readAttributeValue(attribute, text)
  return read.ok && read.value !== null ? read.value : text
}

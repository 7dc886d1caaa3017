import type { ContextChange, RunnerMessage } from '@/lib/engine/message'
import { isLongerThan } from '@/lib/language/size'

/** The columns of a message in a recordset of `toRows`. */
export const MESSAGE_COLUMNS = `"number" int, "at" timestamp, "type" text, "stepId" text, "visit" int, "body" jsonb`

/** Messages as JSON rows for the journal's statements, cut where they would make a row huge. */
export function toRows(messages: readonly RunnerMessage[]): string {
  const text = toStorableJson(messages.map((message) => toRow(message, message)))
  // Measured all at once first: hardly any execution writes so much, and writing JSON twice costs.
  return text.length <= LARGEST_BODY
    ? text
    : toStorableJson(messages.map((message) => toRow(message, storable(message))))
}

function toRow({ number, at, type, stepId, visit }: RunnerMessage, shown: object): object {
  return {
    number,
    at,
    type,
    stepId,
    visit,
    body: { ...shown, number: undefined, at: undefined, stepId: undefined, visit: undefined },
  }
}

// jsonb has no place for NUL and half surrogate pairs, which third parties and callers may send. They are escapes in
// JSON text; an even number of backslashes before one means that it is not text about an escape.
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi

/** JSON that a jsonb column takes. */
export function toStorableJson(value: unknown): string {
  const text = JSON.stringify(value)
  return text.includes('\\u') ? text.replace(UNSTORABLE, '$1\\ufffd') : text
}

// Characters of JSON, of one value and of a whole body.
const LARGEST_VALUE = 256 * 1024
const LARGEST_BODY = 512 * 1024
const LONGEST_LIST = 100

/** Values that would make a row huge are stored as their size or cut; nothing that resumes reads messages. */
function storable(body: object): object {
  if (JSON.stringify(body).length <= LARGEST_BODY) return body
  const changes = 'changes' in body && Array.isArray(body.changes) ? { changes: body.changes.map(withSize) } : {}
  const cut = { ...body, ...changes }
  return JSON.stringify(cut).length <= LARGEST_BODY ? cut : Object.fromEntries(Object.entries(cut).map(toCut))
}

/** A message without the values that are too long to be stored whatever is with them: nobody needs to mask them then. */
export function withoutLongValues(message: RunnerMessage): RunnerMessage {
  if (!('changes' in message) || !message.changes.some(isTooLong)) return message
  return { ...message, changes: message.changes.map((change) => (isTooLong(change) ? withSize(change) : change)) }
}

function isTooLong({ value }: ContextChange): boolean {
  return isLongerThan(value, LARGEST_BODY)
}

function withSize(change: ContextChange): ContextChange {
  const size = JSON.stringify(change.value).length
  return size <= LARGEST_VALUE ? change : { ...change, value: { truncated: true, size } }
}

const toCut = ([key, value]: [string, unknown]): [string, unknown] => [key, cutDeep(value)]

/** Long texts and lists end with what is missing; the shape of messages stays. */
function cutDeep(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length <= 10_000 ? value : `${value.slice(0, 10_000)}\u2026 (${value.length} characters)`
  }
  if (Array.isArray(value)) {
    // Groups of a condition have at most as many rows.
    const items = value.slice(0, LONGEST_LIST).map(cutDeep)
    return value.length <= LONGEST_LIST ? items : [...items, { truncated: true, size: value.length }]
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).slice(0, 200).map(toCut))
}

import { findLongNumber, isJsonObject, type JsonObject, jsonSchema, longNumberText } from '@/lib/language/json'
import type { FlowInputs } from '@/lib/runner/types'

/** What the panel's fields hold, as it is typed. */
export interface RunnerInputs {
  /** JSON. */
  client: string
  /** JSON. */
  form: string
  user: string
  tenant: string
  outboundAppId: string
  /** Separated by spaces. */
  outboundAppScopes: string
}

export const jsonInputNames = ['client', 'form'] as const
export const plainInputNames = ['user', 'tenant', 'outboundAppId', 'outboundAppScopes'] as const
export type InputName = keyof RunnerInputs
export type InputErrors = Partial<RunnerInputs>

export const emptyInputs: RunnerInputs = {
  client: '{}',
  form: '{}',
  user: '',
  tenant: '',
  outboundAppId: '',
  outboundAppScopes: '',
}

/** What a typed text comes to: an object, or what to do about it. */
export function readInput(text: string): { value: JsonObject } | { error: string } {
  if (text.trim() === '') return { value: {} }
  try {
    const value = jsonSchema.parse(JSON.parse(text))
    const long = findLongNumber(text)
    if (long !== null) return { error: longNumberText(long) }
    return isJsonObject(value) ? { value } : { error: 'Enter an object: { "name": "value" }.' }
  } catch {
    return { error: 'This is not JSON. Use double quotes around names and texts, and no comma at the end.' }
  }
}

/** The inputs as they are sent, or the errors by field. What is empty is left out. */
export function readInputs(inputs: RunnerInputs): { value: FlowInputs } | { errors: InputErrors } {
  const errors: InputErrors = {}
  const value: FlowInputs = {}
  for (const name of jsonInputNames) {
    const read = readInput(inputs[name])
    if ('error' in read) errors[name] = read.error
    else if (Object.keys(read.value).length > 0) value[name] = read.value
  }
  for (const name of ['user', 'tenant', 'outboundAppId'] as const) {
    const text = inputs[name].trim()
    if (text !== '') value[name] = text
  }
  const scopes = inputs.outboundAppScopes.split(/\s+/).filter((scope) => scope !== '')
  if (scopes.length > 0) value.outboundAppScopes = scopes
  return Object.keys(errors).length > 0 ? { errors } : { value }
}

/** What the server found wrong, by the panel's field: it names them `inputs.user`, `inputs.outboundAppScopes.0`. */
export function toInputErrors(fields: Readonly<Record<string, string>>): InputErrors {
  const errors: InputErrors = {}
  for (const [path, text] of Object.entries(fields)) {
    const [root, given] = path.split('.')
    const name = [...jsonInputNames, ...plainInputNames].find((known) => root === 'inputs' && known === given)
    if (name) errors[name] ??= text
  }
  return errors
}

const SECRET_NAME = /pass(word|phrase|wd)|secret|token|api[-_]?key|credential|authorization|private[-_]?key|cookie/i

/** An object without the members that hold secrets: those that a flow's screens take as such, and those named like one. */
export function withoutSecrets(value: JsonObject, secretFields: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (secretFields.includes(name) || SECRET_NAME.test(name)) return []
      return [[name, isJsonObject(member) ? withoutSecrets(member, secretFields) : member]]
    }),
  )
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>

/** The inputs that this browser remembers for a flow. */
export function loadInputs(storage: Storage, key: string): RunnerInputs {
  try {
    const stored: unknown = JSON.parse(storage.getItem(key) ?? '{}')
    if (typeof stored !== 'object' || stored === null) return emptyInputs
    const inputs = { ...emptyInputs }
    for (const name of [...jsonInputNames, ...plainInputNames]) {
      const text: unknown = Reflect.get(stored, name)
      if (typeof text === 'string') inputs[name] = text
    }
    return inputs
  } catch {
    return emptyInputs
  }
}

/** Remembers the inputs for the next visit. Secrets are left out; a text that is not JSON is not remembered. */
export function saveInputs(storage: Storage, key: string, inputs: RunnerInputs, secretFields: readonly string[]): void {
  const kept = { ...inputs }
  for (const name of jsonInputNames) {
    const read = readInput(inputs[name])
    if ('error' in read) {
      kept[name] = emptyInputs[name]
      continue
    }
    const safe = withoutSecrets(read.value, secretFields)
    // The text is kept as it was typed, spaces and all, where nothing had to go.
    const same = JSON.stringify(safe) === JSON.stringify(read.value)
    kept[name] = same ? inputs[name] : JSON.stringify(safe, null, 2)
  }
  try {
    storage.setItem(key, JSON.stringify(kept))
  } catch {
    // A full or forbidden storage costs only the memory.
  }
}

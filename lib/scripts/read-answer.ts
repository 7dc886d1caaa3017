import { isShallow, type Json, type JsonObject } from '../language/json.ts'
import { scriptErrors } from './errors.ts'
import { SCRIPT_LIMITS } from './limits.ts'

export type ReadAnswer = { result: Json; overrides: JsonObject } | { code: string; message: string }

const MOST_OVERRIDES = 100
const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,59}$/

/**
 * Reads what the sandbox answered. A script may have changed any built-in on the way, so nothing is believed that is not
 * checked here.
 */
export function readAnswer(text: string): ReadAnswer {
  if (text.length > 4 * SCRIPT_LIMITS.resultLength) return tooLarge()
  const answer = parse(text)
  if (!isRecord(answer)) return notJson()
  if (typeof answer.notJson === 'string') return scriptErrors.notJson(answer.notJson.slice(0, 100))
  const result = readJson(answer.result)
  if (isFailure(result)) return result
  if (!Array.isArray(answer.overrides)) return notJson()
  const overrides: [string, Json][] = []
  let length = 0
  for (const pair of answer.overrides) {
    const [name, value] = Array.isArray(pair) ? pair : []
    if (typeof name !== 'string' || !FIELD_NAME.test(name) || name === '__proto__')
      return scriptErrors.overrides(
        `The script sets form.${String(name).slice(0, 80)}, which is not a field\u2019s name. Use letters, digits and _, not beginning with a digit.`,
      )
    const read = readJson(value)
    if (isFailure(read)) return read
    length += String(value).length
    overrides.push([name, read.value])
  }
  if (length > SCRIPT_LIMITS.resultLength) return tooLarge()
  if (overrides.length > MOST_OVERRIDES)
    return scriptErrors.overrides(`The script changes ${overrides.length} fields of form. Change at most 100.`)
  return { result: result.value, overrides: Object.fromEntries(overrides) }
}

function readJson(text: unknown): { value: Json } | { code: string; message: string } {
  if (typeof text !== 'string') return notJson()
  if (text.length > SCRIPT_LIMITS.resultLength) return tooLarge()
  const value = parse(text)
  if (value === undefined) return notJson()
  if (!isShallow(value, SCRIPT_LIMITS.resultDepth))
    return scriptErrors.notJson(`What the script gives back nests deeper than ${SCRIPT_LIMITS.resultDepth} levels.`)
  return { value }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFailure(
  read: { value: Json } | { code: string; message: string },
): read is { code: string; message: string } {
  return 'code' in read
}

const tooLarge = () => scriptErrors.tooLarge(SCRIPT_LIMITS.resultLength / 1024)
const notJson = () => scriptErrors.notJson('What the script gives back is not JSON.')

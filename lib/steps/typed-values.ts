import { z } from 'zod'
import { type Json, jsonSchema, toText } from '../language/json'
import { toNumber } from '../language/operators'
import { listJsonPlaceholders, resolveJson, templateError, toTemplate } from '../language/template'
import type { StepEnvironment } from './executor'

// Values with a type that is chosen beside them: an end's outputs, claims, values that an action sets.

export const valueTypes = ['string', 'number', 'boolean', 'json'] as const
export type ValueType = (typeof valueTypes)[number]

export interface TypedValue {
  key: string
  type: ValueType
  /** Text with dynamic values, or JSON whose leaves may be. */
  value: Json
}

export const typedValueSchema = z.strictObject({
  key: z.string().max(60),
  type: z.enum(valueTypes),
  value: jsonSchema,
})

/** A value as it must be to be published. @param key what its key must be */
export function publishableTypedValue(key: z.ZodType<string>) {
  return z.strictObject({ key, type: z.enum(valueTypes), value: jsonSchema }).superRefine(checkValue)
}

/** Names every key that is there twice. */
export function refuseRepeatedKeys(rows: readonly { key: string }[], context: z.RefinementCtx): void {
  rows.forEach((row, index) => {
    // One that is empty is told for itself.
    if (row.key.trim() === '' || rows.findIndex((other) => other.key === row.key) === index) return
    context.addIssue({ code: 'custom', path: [index, 'key'], message: `"${row.key}" is there twice. Rename one.` })
  })
}

/** A value prepared once: what it comes to in an execution, in its type; null when it cannot be of it. */
export function compileTypedValue(typed: TypedValue): (environment: StepEnvironment) => Json {
  const value = parseLiteral(typed)
  return ({ scope, onMissing }) => coerce(typed.type, resolveJson(value, scope, onMissing))
}

/** A value in its type where it is known without an execution; a text with dynamic values stays as it is. */
export function toLiteral({ type, value }: TypedValue): Json {
  const literal = parseLiteral({ type, value })
  if (typeof literal !== 'string' || listJsonPlaceholders(literal).length > 0) return literal
  if (type === 'number') return toNumber(literal) ?? literal
  return type === 'boolean' && (literal === 'true' || literal === 'false') ? literal === 'true' : literal
}

function checkValue({ type, value }: TypedValue, context: z.RefinementCtx): void {
  if (typeof value !== 'string') return
  const error = templateError(value)
  if (error) {
    context.addIssue({ code: 'custom', path: ['value'], message: error })
    return
  }
  const dynamic = listJsonPlaceholders(value).length > 0
  if (type === 'json' && !isOnlyPlaceholder(value) && !isJson(value)) {
    context.addIssue({
      code: 'custom',
      path: ['value'],
      message:
        'This is not valid JSON. Texts, keys and dynamic values need double quotes: {"plan": "{{connectors.crm.plan}}"}.',
    })
  } else if (type === 'number' && !dynamic && toNumber(value) === null) {
    context.addIssue({
      code: 'custom',
      path: ['value'],
      message: 'Give a number, or a dynamic value such as {{connectors.crm.count}}.',
    })
  } else if (type === 'boolean' && !dynamic && value !== 'true' && value !== 'false') {
    context.addIssue({ code: 'custom', path: ['value'], message: 'Give true or false, or a dynamic value.' })
  }
}

/** Then the value keeps its type, so it need not stand inside JSON. */
function isOnlyPlaceholder(text: string): boolean {
  const template = toTemplate(text.trim())
  return template.length === 1 && typeof template[0] !== 'string'
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** JSON that was typed as text is parsed once, so that its leaves are resolved like a payload's. */
function parseLiteral({ type, value }: Pick<TypedValue, 'type' | 'value'>): Json {
  if (type !== 'json' || typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value.trim()
  }
}

function coerce(type: ValueType, value: Json): Json {
  if (value === null || type === 'json') return value
  if (type === 'string') return toText(value)
  if (type === 'number') return toNumber(value)
  return value === true || value === 'true' || (typeof value === 'number' && value !== 0)
}

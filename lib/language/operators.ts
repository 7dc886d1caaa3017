import { RE2JS } from 're2js'
import { isJsonObject, type Json, toText } from './json'
import { TooLargeError } from './size'

type Test = (left: Json | undefined) => boolean

interface OperatorDefinition {
  label: string
  /** What the value field takes; `none` hides it. */
  value: 'none' | 'any' | 'number' | 'list' | 'range' | 'pattern'
  /** Builds the test for one right side. Never throws: a right side that makes no sense is false for every left side. */
  prepare(right: Json): Test
  /** What is wrong with a literal right side, or null. */
  check(right: Json): string | null
}

const needsValue = (right: Json) => (right === null || right === '' ? 'Give the value to compare with.' : null)
const nothing = () => null

export const operatorNames = [
  'equal',
  'not-equal',
  'contains',
  'doesnt-contains',
  'greater-than',
  'greater-than-or-equal',
  'less-than',
  'less-than-or-equal',
  'empty',
  'not-empty',
  'is-true',
  'is-false',
  'in',
  'not-in',
  'in-range',
  'not-in-range',
  'devised-by',
  'matches',
  'is-email',
  'is-phone',
  'starts-with',
  'ends-with',
  'exists',
  'not-exists',
] as const

export type Operator = (typeof operatorNames)[number]

/** Every operator with its label, what its value field takes, and its meaning (coercions of the product's section 5). */
export const OPERATORS: { readonly [K in Operator]: OperatorDefinition } = {
  equal: { label: 'equals', value: 'any', prepare: (right) => (left) => isEqual(left, right), check: nothing },
  'not-equal': {
    label: 'does not equal',
    value: 'any',
    prepare: (right) => (left) => !isEqual(left, right),
    check: nothing,
  },
  contains: { label: 'contains', value: 'any', prepare: (right) => (left) => contains(left, right), check: needsValue },
  'doesnt-contains': {
    label: 'does not contain',
    value: 'any',
    prepare: (right) => (left) => !contains(left, right),
    check: needsValue,
  },
  'greater-than': numeric('is greater than', (left, right) => left > right),
  'greater-than-or-equal': numeric('is at least', (left, right) => left >= right),
  'less-than': numeric('is less than', (left, right) => left < right),
  'less-than-or-equal': numeric('is at most', (left, right) => left <= right),
  empty: { label: 'is empty', value: 'none', prepare: () => isEmpty, check: nothing },
  'not-empty': { label: 'is not empty', value: 'none', prepare: () => (left) => !isEmpty(left), check: nothing },
  'is-true': { label: 'is true', value: 'none', prepare: () => (left) => toBoolean(left) === true, check: nothing },
  'is-false': { label: 'is false', value: 'none', prepare: () => (left) => toBoolean(left) === false, check: nothing },
  in: { label: 'is one of', value: 'list', prepare: (right) => inList(right), check: needsValue },
  'not-in': {
    label: 'is not one of',
    value: 'list',
    prepare: (right) => {
      const test = inList(right)
      return (left) => !test(left)
    },
    check: needsValue,
  },
  'in-range': { label: 'is in range', value: 'range', prepare: (right) => inRange(right, true), check: checkRange },
  'not-in-range': {
    label: 'is not in range',
    value: 'range',
    prepare: (right) => inRange(right, false),
    check: checkRange,
  },
  'devised-by': {
    label: 'is divisible by',
    value: 'number',
    prepare: (right) => {
      const divisor = toNumber(right)
      return (left) => {
        const value = toNumber(left)
        return value !== null && divisor !== null && divisor !== 0 && value % divisor === 0
      }
    },
    check: (right) => (toNumber(right) === null || toNumber(right) === 0 ? 'Give a number other than 0.' : null),
  },
  matches: {
    label: 'matches pattern',
    value: 'pattern',
    prepare: (right) => {
      const pattern = compilePattern(toText(right))
      return (left) => typeof pattern !== 'string' && isScalar(left) && matchPattern(pattern, toText(left), 'find')
    },
    check: (right) => needsValue(right) ?? patternError(toText(right)),
  },
  'is-email': {
    label: 'is an email address',
    value: 'none',
    prepare: () => (left) => typeof left === 'string' && isEmail(left),
    check: nothing,
  },
  'is-phone': {
    label: 'is a phone number',
    value: 'none',
    prepare: () => (left) => typeof left === 'string' && isPhone(left),
    check: nothing,
  },
  'starts-with': {
    label: 'starts with',
    value: 'any',
    prepare: (right) => (left) => isScalar(left) && toText(left).startsWith(toText(right)),
    check: needsValue,
  },
  'ends-with': {
    label: 'ends with',
    value: 'any',
    prepare: (right) => (left) => isScalar(left) && toText(left).endsWith(toText(right)),
    check: needsValue,
  },
  exists: { label: 'exists', value: 'none', prepare: () => (left) => left !== undefined, check: nothing },
  'not-exists': { label: 'does not exist', value: 'none', prepare: () => (left) => left === undefined, check: nothing },
}

/** Longer ones are no pattern that a person wrote, and take long to be read. */
const LONGEST_PATTERN = 2_000
/** What a pattern may at most come to when its repetitions are written out: that many steps take a fifth of a second to make. */
const MOST_STEPS = 100_000
/** About a second of work. */
const MOST_MATCHING = 50_000_000

/** Linear-time patterns (RE2): `text` or `/text/flags` with the flags i, m, s. */
export function compilePattern(text: string): RE2JS | string {
  if (text.length > LONGEST_PATTERN) return `Use at most ${LONGEST_PATTERN.toLocaleString('en')} characters.`
  // No repetition repeats more than the whole pattern.
  if (text.length * countRepetitions(text) > MOST_STEPS)
    return 'This pattern repeats too much. Use smaller numbers in braces, or fewer of them.'
  const slashed = /^\/(.*)\/([a-z]*)$/s.exec(text)
  let flags = 0
  for (const flag of slashed?.[2] ?? '') {
    if (flag === 'i') flags |= RE2JS.CASE_INSENSITIVE
    else if (flag === 'm') flags |= RE2JS.MULTILINE
    else if (flag === 's') flags |= RE2JS.DOTALL
    else if (flag !== 'g' && flag !== 'u') return `The flag "${flag}" is not known. Use i, m or s.`
  }
  try {
    return RE2JS.compile(slashed?.[1] ?? text, flags)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read'
    return `This pattern is not valid: ${reason}. Look-around and back-references are not supported.`
  }
}

/**
 * Whether a pattern is somewhere in a text, or is all of it. The time grows with the text and with what the pattern
 * comes to when its repetitions are written out, so it is known beforehand.
 * @throws TooLargeError
 */
export function matchPattern(pattern: RE2JS, text: string, how: 'find' | 'matches'): boolean {
  if (pattern.programSize() * text.length > MOST_MATCHING)
    throw new TooLargeError('Its pattern is too much work for a text of this length. Use fewer repetitions.')
  const matcher = pattern.matcher(text)
  return how === 'find' ? matcher.find() : matcher.matches()
}

/** The sum of the numbers by which `{n}`, `{n,}` and `{n,m}` repeat something. */
function countRepetitions(text: string): number {
  let sum = 1
  for (const [, least, most] of text.matchAll(/\{(\d+)(?:,(\d*))?\}/g))
    sum += Math.max(Number(least), Number(most || 0))
  return sum
}

export function patternError(text: string): string | null {
  const pattern = compilePattern(text)
  return typeof pattern === 'string' ? pattern : null
}

export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>"(),:;[\]\\]+@[^\s@.<>"(),:;[\]\\]+(\.[^\s@.<>"(),:;[\]\\]+)+$/.test(text)
}

/** E.164-like: an optional +, 7 to 15 digits, with spaces, dots, dashes and parentheses between them. */
export function isPhone(text: string): boolean {
  const digits = text.replace(/[\s().-]/g, '')
  return /^\+?\d{7,15}$/.test(digits)
}

export function toNumber(value: Json | undefined): number | null {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

function toBoolean(value: Json | undefined): boolean | null {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return value !== 0
  if (value === 'true') return true
  return value === 'false' ? false : null
}

function isScalar(value: Json | undefined): value is string | number | boolean {
  return value !== undefined && value !== null && typeof value !== 'object'
}

function isEqual(left: Json | undefined, right: Json): boolean {
  if (left === undefined) return false
  if (left === right) return true
  if (left === null || right === null) return false
  return toText(left) === toText(right)
}

function contains(left: Json | undefined, right: Json): boolean {
  if (Array.isArray(left)) return left.some((item) => isEqual(item, right))
  return typeof left === 'string' && left.includes(toText(right))
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return isJsonObject(value) && Object.keys(value).length === 0
}

function numeric(label: string, compare: (left: number, right: number) => boolean): OperatorDefinition {
  return {
    label,
    value: 'number',
    prepare: (right) => {
      const number = toNumber(right)
      return (left) => {
        const value = toNumber(left)
        return value !== null && number !== null && compare(value, number)
      }
    },
    check: (right) => (toNumber(right) === null ? 'Give a number.' : null),
  }
}

function inList(right: Json): Test {
  const items = Array.isArray(right)
    ? right
    : toText(right)
        .split(',')
        .map((item) => item.trim())
  return (left) => left !== undefined && items.some((item) => isEqual(left, item))
}

function toRange(right: Json): { min: number; max: number } | null {
  const parts = Array.isArray(right) ? right : toText(right).split(',')
  const min = toNumber(parts[0])
  const max = toNumber(parts[1])
  return parts.length === 2 && min !== null && max !== null ? { min, max } : null
}

function inRange(right: Json, inside: boolean): Test {
  const range = toRange(right)
  return (left) => {
    const value = toNumber(left)
    if (value === null || range === null) return false
    return (value >= range.min && value <= range.max) === inside
  }
}

function checkRange(right: Json): string | null {
  const range = toRange(right)
  if (!range) return 'Give two numbers with a comma between them, for example 200,299.'
  return range.min > range.max ? 'The first number must not be greater than the second.' : null
}

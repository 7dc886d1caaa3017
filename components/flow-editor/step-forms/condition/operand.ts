import { type Json, toText } from '@/lib/language/json'
import { OPERATORS, type Operator } from '@/lib/language/operators'

/** How the value field of an operator explains itself. */
export const OPERAND_HINTS: Record<Exclude<(typeof OPERATORS)[Operator]['value'], 'none'>, string> = {
  any: 'Text, a number or {{path}}',
  number: 'A number or {{path}}',
  list: 'pro, team, enterprise',
  range: 'Two numbers',
  pattern: '^[A-Z]{2}-\\d+$',
}

/** The text of a stored value: a list as it is typed. */
export function toOperandText(value: Json | undefined): string {
  return Array.isArray(value) ? value.map(toText).join(', ') : toText(value)
}

/** Both ends of a range. A single dynamic value that holds the whole range stays in the first. */
export function toRangeEnds(value: Json | undefined): [string, string] {
  const text = toOperandText(value)
  const comma = text.indexOf(',')
  return comma < 0 ? [text, ''] : [text.slice(0, comma).trim(), text.slice(comma + 1).trim()]
}

export function fromRangeEnds(min: string, max: string): string {
  return max.trim() === '' && /^\s*(\{\{[^{}]*\}\}\s*)?$/.test(min) ? min.trim() : `${min},${max}`
}

/** The value to keep when the operator of a row changes: what was typed stays where the new operator can use it. */
export function valueFor(operator: Operator, value: Json | undefined): Json | undefined {
  return OPERATORS[operator].value === 'none' ? undefined : (value ?? '')
}

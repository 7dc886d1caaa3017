import {
  type ConditionGroup,
  type ConditionItem,
  type ConditionRow,
  compileCondition,
  type EvaluatedItem,
  evaluateCondition,
  groupItems,
  isGroup,
} from '@/lib/language/condition'
import { type Json, type JsonObject, toText } from '@/lib/language/json'
import { MASK } from '@/lib/language/masking'
import { OPERATORS } from '@/lib/language/operators'
import { getPath, parsePath } from '@/lib/language/path'
import { TooLargeError } from '@/lib/language/size'
import type { ConditionBranch } from '@/lib/steps/condition/schema'

/** What a row comes to with known values. `result` is null where it cannot be told. */
export interface LiveRow {
  left: Json | undefined
  right: Json | null
  result: boolean | null
}

/** A row with the values of an execution; null while it is not whole. */
export function evaluateRow(row: ConditionRow, context: JsonObject): LiveRow | null {
  if (!parsePath(row.key)) return null
  const evaluated = evaluate(row, context)
  if (evaluated?.type !== 'row') return null
  const left = evaluated.missing ? undefined : evaluated.left
  const { right } = evaluated
  // What was masked for the log is not what the execution compared.
  const needsBoth = OPERATORS[row.operator].value !== 'none'
  const isKnown = !isMasked(left) && !(needsBoth && isMasked(right))
  return { left, right, result: isKnown ? evaluated.result : null }
}

/** Whether a group would hold; null where a row that decides it cannot be told. */
export function evaluateGroup(group: ConditionGroup, context: JsonObject): boolean | null {
  const results = groupItems(group).map((item) => evaluateItem(item, context))
  const decisive = !('all' in group)
  if (results.includes(decisive)) return decisive
  return results.includes(null) ? null : !decisive
}

/** The port that would be taken; null where a branch before it cannot be told. */
export function findTakenBranch(branches: readonly ConditionBranch[], context: JsonObject): string | 'else' | null {
  for (const { id, when } of branches) {
    const result = evaluateGroup(when, context)
    if (result === null) return null
    if (result) return id
  }
  return 'else'
}

function evaluateItem(item: ConditionItem, context: JsonObject): boolean | null {
  return isGroup(item) ? evaluateGroup(item, context) : (evaluateRow(item, context)?.result ?? null)
}

function evaluate(row: ConditionRow, context: JsonObject): EvaluatedItem | null {
  try {
    return evaluateCondition(compileCondition(row), scopeOf(context), () => {})
  } catch (error) {
    // An execution would fail by it; nothing can be shown of it here.
    if (error instanceof TooLargeError) return null
    throw error
  }
}

function scopeOf(context: JsonObject) {
  return { read: (path: readonly (string | number)[]) => getPath(context, path) }
}

function isMasked(value: Json | undefined): boolean {
  return value !== undefined && toText(value).includes(MASK)
}

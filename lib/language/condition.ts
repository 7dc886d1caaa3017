import { z } from 'zod'
import { type Json, jsonSchema } from './json'
import { OPERATORS, type Operator, operatorNames } from './operators'
import { type Path, parsePath } from './path'
import { resolveLeaf, type Scope, type Template, toTemplate } from './template'

/** One row: the value at `key` compared with `value`, which may itself hold dynamic values. */
export interface ConditionRow {
  key: string
  operator: Operator
  value?: Json
}

export type ConditionGroup = { all: ConditionItem[] } | { any: ConditionItem[] }
export type ConditionItem = ConditionRow | ConditionGroup

/** A draft's condition: right in shape, its texts possibly still empty. */
export const conditionRowSchema: z.ZodType<ConditionRow> = z.strictObject({
  key: z.string().max(500),
  operator: z.enum(operatorNames),
  value: jsonSchema.optional(),
})

export const conditionGroupSchema: z.ZodType<ConditionGroup> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionItemSchema).max(100) }),
    z.strictObject({ any: z.array(conditionItemSchema).max(100) }),
  ]),
)

const conditionItemSchema: z.ZodType<ConditionItem> = z.lazy(() => z.union([conditionRowSchema, conditionGroupSchema]))

export function isGroup(item: ConditionItem): item is ConditionGroup {
  return 'all' in item || 'any' in item
}

export function groupItems(group: ConditionGroup): ConditionItem[] {
  return 'all' in group ? group.all : group.any
}

/** A condition compiled once: paths and templates parsed, patterns built. */
export type CompiledItem =
  | {
      type: 'row'
      key: string
      path: Path
      operator: Operator
      value: Json
      template: Template | null
      test: (left: Json | undefined, right: Json) => boolean
    }
  | { type: 'all' | 'any'; items: CompiledItem[] }

/** What an evaluation leaves for the runner: every row with both operands and its result, whether it decided or not. */
export type EvaluatedItem =
  | { type: 'row'; key: string; operator: Operator; left: Json; missing?: true; right: Json | null; result: boolean }
  | { type: 'all' | 'any'; result: boolean; items: EvaluatedItem[] }

export function compileCondition(item: ConditionItem): CompiledItem {
  if (isGroup(item)) return { type: 'all' in item ? 'all' : 'any', items: groupItems(item).map(compileCondition) }
  const value = item.value ?? null
  const template = typeof value === 'string' ? toTemplate(value) : null
  const dynamic = template?.some((part) => typeof part !== 'string') ?? false
  const literal = template && !dynamic ? template.join('') : value
  const operator = OPERATORS[item.operator]
  // A literal right side is prepared once: a pattern is compiled here and not at every visit.
  const prepared = dynamic ? null : operator.prepare(literal)
  return {
    type: 'row',
    key: item.key,
    path: parsePath(item.key) ?? [item.key],
    operator: item.operator,
    value: literal,
    template: dynamic ? template : null,
    test: prepared ?? ((left, right) => operator.prepare(right)(left)),
  }
}

/**
 * Evaluates a compiled condition. Every row is evaluated, also after the group is decided, so that the runner can show
 * each row's result. An empty `all` is true, an empty `any` is false.
 */
export function evaluateCondition(
  item: CompiledItem,
  scope: Scope,
  onMissing: (source: string) => void,
): EvaluatedItem {
  if (item.type === 'row') {
    const left = scope.read(item.path)
    const right = item.template ? resolveLeaf(item.template, scope, onMissing) : item.value
    const result = item.test(left, right)
    const row: EvaluatedItem = {
      type: 'row',
      key: item.key,
      operator: item.operator,
      left: left ?? null,
      right,
      result,
    }
    return left === undefined ? { ...row, missing: true } : row
  }
  const items = item.items.map((child) => evaluateCondition(child, scope, onMissing))
  const result = item.type === 'all' ? items.every((child) => child.result) : items.some((child) => child.result)
  return { type: item.type, result, items }
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConditionGroup, type ConditionItem, compileCondition, evaluateCondition } from '@/lib/language/condition'
import { MASK } from '@/lib/language/masking'
import { getPath } from '@/lib/language/path'
import { evaluateGroup, evaluateRow, findTakenBranch } from './live-evaluation'

const context = { plan: 'pro', limit: 5, used: 3, token: MASK }

describe('a row', () => {
  it('shows both operands as they were', () => {
    const row = { key: 'used', operator: 'less-than', value: '{{limit}}' } as const
    expect(evaluateRow(row, context)).toEqual({ left: 3, right: 5, result: true })
  })

  it('is false where there is no value, and nothing while its key is not a path', () => {
    const row = { key: 'gone', operator: 'equal', value: 'x' } as const
    expect(evaluateRow(row, context)).toEqual({ left: undefined, right: 'x', result: false })
    expect(evaluateRow({ ...row, key: '' }, context)).toBeNull()
  })

  it('cannot be told when a side of it was masked', () => {
    expect(evaluateRow({ key: 'token', operator: 'equal', value: 'x' }, context)?.result).toBeNull()
    expect(evaluateRow({ key: 'plan', operator: 'equal', value: '{{token}}' }, context)?.result).toBeNull()
  })
})

const item: fc.Arbitrary<ConditionItem> = fc.letrec<{ item: ConditionItem; group: ConditionGroup }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 3 },
    fc.record({
      key: fc.constantFrom('plan', 'limit', 'used', 'gone'),
      operator: fc.constantFrom('equal', 'not-equal', 'greater-than', 'exists', 'contains'),
      value: fc.constantFrom('pro', '5', '{{used}}', 'p'),
    }),
    tie('group'),
  ),
  group: fc.oneof(
    fc.record({ all: fc.array(tie('item'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('item'), { maxLength: 3 }) }),
  ),
})).item

it('agrees with the runner on every condition whose values are known', () => {
  fc.assert(
    fc.property(item, (given) => {
      const group = { all: [given] }
      const run = evaluateCondition(compileCondition(group), { read: (path) => getPath(context, path) }, () => {})
      expect(evaluateGroup(group, context)).toBe(run.result)
    }),
  )
})

it('finds the branch that would be taken, unless one before it cannot be told', () => {
  const pro = { id: 'pro', name: '', when: { all: [{ key: 'plan', operator: 'equal' as const, value: 'pro' }] } }
  const secret = { id: 's', name: '', when: { any: [{ key: 'token', operator: 'equal' as const, value: 'x' }] } }
  expect(findTakenBranch([pro, secret], context)).toBe('pro')
  expect(findTakenBranch([secret, pro], context)).toBeNull()
  expect(findTakenBranch([pro], { plan: 'free' })).toBe('else')
  // A row that is known decides an "any" whatever the masked one would say.
  const either = { any: [...secret.when.any, ...pro.when.all] }
  expect(evaluateGroup(either, context)).toBe(true)
})

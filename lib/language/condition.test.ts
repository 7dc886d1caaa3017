import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ConditionItem, compileCondition, evaluateCondition } from './condition'
import type { Json } from './json'
import { OPERATORS, type Operator, operatorNames } from './operators'
import { getPath } from './path'

const evaluate = (item: ConditionItem, context: Json) =>
  evaluateCondition(compileCondition(item), { read: (path) => getPath(context, path) }, () => {})
const check = (operator: Operator, left: Json | undefined, value?: Json) =>
  evaluate({ key: 'x', operator, ...(value === undefined ? {} : { value }) }, left === undefined ? {} : { x: left })
    .result

describe('operators', () => {
  const cases: [Operator, Json | undefined, Json | undefined, boolean][] = [
    ['equal', 404, '404', true],
    ['equal', 'a', 'A', false],
    ['equal', true, 'true', true],
    ['equal', undefined, '', false],
    ['not-equal', undefined, 'a', true],
    ['contains', ['a', 1], '1', true],
    ['contains', 'haystack', 'hay', true],
    ['contains', { hay: 1 }, 'hay', false],
    ['doesnt-contains', 'haystack', 'x', true],
    ['greater-than', '10', 9, true],
    ['greater-than', 'ten', 9, false],
    ['greater-than', true, 0, true],
    ['greater-than-or-equal', 9, '9', true],
    ['less-than', null, 1, false],
    ['less-than-or-equal', 1, 1, true],
    ['empty', undefined, undefined, true],
    ['empty', {}, undefined, true],
    ['empty', 0, undefined, false],
    ['not-empty', [0], undefined, true],
    ['is-true', 'true', undefined, true],
    ['is-true', 2, undefined, true],
    ['is-true', 'yes', undefined, false],
    ['is-false', 'yes', undefined, false],
    ['is-false', 0, undefined, true],
    ['in', 'b', 'a, b', true],
    ['in', 2, [1, 2], true],
    ['in', undefined, 'a', false],
    ['not-in', 'c', 'a,b', true],
    ['in-range', 200, '200,299', true],
    ['in-range', 300, '200,299', false],
    ['in-range', 'x', '1,2', false],
    ['not-in-range', 300, '200,299', true],
    ['not-in-range', 'x', '1,2', false],
    ['devised-by', 9, 3, true],
    ['devised-by', 9, 0, false],
    ['matches', 'abc', '^a.c$', true],
    ['matches', 'ABC', '/^abc$/i', true],
    ['matches', 'abc', '(', false],
    ['is-email', 'ada@example.com', undefined, true],
    ['is-email', 'ada@example', undefined, false],
    ['is-phone', '+44 20 7946 0000', undefined, true],
    ['is-phone', '12', undefined, false],
    ['starts-with', 'prefix', 'pre', true],
    ['ends-with', 'prefix', 'fix', true],
    ['exists', null, undefined, true],
    ['exists', undefined, undefined, false],
    ['not-exists', undefined, undefined, true],
  ]
  test.each(cases)('%s: %j with %j is %j', (operator, left, right, expected) => {
    expect(check(operator, left, right)).toBe(expected)
  })

  test('every operator is covered', () => {
    expect(new Set(cases.map(([operator]) => operator))).toEqual(new Set(operatorNames))
  })

  test('none throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...operatorNames), fc.jsonValue(), fc.jsonValue(), (operator, left, right) => {
        expect(typeof check(operator, left as Json, right as Json)).toBe('boolean')
        OPERATORS[operator].check(right as Json)
      }),
    )
  })

  test('pairs are opposite wherever both apply', () => {
    const pairs: [Operator, Operator][] = [
      ['equal', 'not-equal'],
      ['empty', 'not-empty'],
      ['in', 'not-in'],
      ['exists', 'not-exists'],
      ['contains', 'doesnt-contains'],
    ]
    fc.assert(
      fc.property(fc.constantFrom(...pairs), fc.jsonValue(), fc.string(), ([one, other], left, right) => {
        expect(check(one, left as Json, right)).toBe(!check(other, left as Json, right))
      }),
    )
  })

  test('patterns run in linear time', () => {
    expect(check('matches', `${'a'.repeat(50_000)}b`, '^(a+)+$')).toBe(false)
  })
})

describe('groups', () => {
  const yes: ConditionItem = { key: 'a', operator: 'exists' }
  const no: ConditionItem = { key: 'b', operator: 'exists' }

  test('nest, and every row is told', () => {
    const result = evaluate({ all: [yes, { any: [no, yes] }] }, { a: 1 })
    expect(result).toMatchObject({
      result: true,
      items: [{ result: true }, { result: true, items: [{ result: false, missing: true }, { result: true }] }],
    })
  })

  test('behave like AND and OR', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 6 }), (truths) => {
        const items = truths.map((truth) => (truth ? yes : no))
        expect(evaluate({ all: items }, { a: 1 }).result).toBe(truths.every(Boolean))
        expect(evaluate({ any: items }, { a: 1 }).result).toBe(truths.some(Boolean))
      }),
    )
  })

  test('a value may be a dynamic value and keeps its type', () => {
    expect(evaluate({ key: 'a', operator: 'in', value: '{{allowed}}' }, { a: 2, allowed: [1, 2] })).toMatchObject({
      result: true,
      right: [1, 2],
    })
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from './json'
import { getPath } from './path'
import { listPlaceholders, parseTemplate, resolveJson, resolveText, toTemplate } from './template'

const scopeOf = (context: Json) => ({ read: (path: readonly (string | number)[]) => getPath(context, path) })
const text = (template: string, context: Json, missing: string[] = []) =>
  resolveText(toTemplate(template), scopeOf(context), (source) => missing.push(source))

describe('dynamic values in text', () => {
  test('are replaced, spaces inside the braces allowed', () => {
    expect(text('Hi {{ form.name }}, {{list[1].id}}!', { form: { name: 'Ada' }, list: [0, { id: 7 }] })).toBe(
      'Hi Ada, 7!',
    )
  })

  test('objects are compact JSON; null and missing are nothing, and missing is told', () => {
    const missing: string[] = []
    expect(text('{{a}}|{{b}}|{{c.d}}', { a: { x: [1] }, b: null }, missing)).toBe('{"x":[1]}||')
    expect(missing).toEqual(['c.d'])
  })

  test('an escaped opening is literal', () => {
    expect(text('\\{{a}} {{a}}', { a: 1 })).toBe('{{a}} 1')
    expect(text('\\\\{{a}}\\{{{{a}}{{a}}\\{{', { a: 1 })).toBe('\\{{a}}{{11{{')
  })

  test('errors name the place', () => {
    expect(parseTemplate('ab {{x')).toMatchObject({ at: 3 })
    expect(parseTemplate('{{}}').error).toMatch('empty path')
    expect(parseTemplate('{{a b}}').error).toMatch('"a b"')
  })

  test('a value is never read as a template again', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(text('<{{a}}>', { a: value })).toBe(`<${value}>`)
      }),
    )
  })

  test('text without braces stays as it is; nothing throws', () => {
    fc.assert(
      fc.property(
        fc.string().filter((one) => !one.includes('{{')),
        (one) => {
          expect(text(one, {})).toBe(one)
        },
      ),
    )
    fc.assert(fc.property(fc.string(), (one) => void parseTemplate(one)))
  })
})

describe('dynamic values in JSON', () => {
  const json = (value: Json, context: Json, missing: string[] = []) =>
    resolveJson(value, scopeOf(context), (source) => missing.push(source))

  test('a leaf that is one placeholder keeps the type; inside longer text it is text', () => {
    expect(json({ n: '{{n}}', s: 'n={{n}}', o: ['{{o}}'] }, { n: 5, o: { k: true } })).toEqual({
      n: 5,
      s: 'n=5',
      o: [{ k: true }],
    })
  })

  test('a missing whole leaf is null and told', () => {
    const missing: string[] = []
    expect(json({ a: '{{gone}}' }, {}, missing)).toEqual({ a: null })
    expect(missing).toEqual(['gone'])
  })

  test('no value can change the shape of the JSON', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const resolved = json({ a: 'x{{v}}', b: 2 }, { v: value })
        expect(JSON.parse(JSON.stringify(resolved))).toEqual({ a: `x${value}`, b: 2 })
      }),
    )
  })

  test('keys are literal', () => {
    expect(json({ '{{v}}': 1 }, { v: 'x' })).toEqual({ '{{v}}': 1 })
    const proto = '{"__proto__":{"a":"x"}}'
    expect(JSON.stringify(json(JSON.parse(proto.replace('x', '{{v}}')), { v: 'x' }))).toBe(proto)
  })
})

test('placeholders are listed in order', () => {
  expect(listPlaceholders(toTemplate('{{a}}-{{ b.c }}')).map((one) => one.source)).toEqual(['a', 'b.c'])
})

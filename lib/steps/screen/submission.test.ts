import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { JsonObject } from '../../language/json'
import { isInput, isSecretInput } from './component'
import { renderScreen } from './render'
import type { InputComponent, ScreenStep } from './schema'
import { listUnknownFields, readSubmission } from './submission'

const step: ScreenStep = {
  kind: 'screen',
  name: 'Ask',
  next: {},
  components: [
    { type: 'email', name: 'email', label: 'Email', required: true, default: 'you@example.com' },
    { type: 'number', name: 'age', label: 'Age', min: 18, default: '21' },
    { type: 'text-input', name: 'city', label: 'City', required: true, default: 'Basel' },
    { type: 'checkbox', name: 'terms', label: 'Terms', required: true, default: true },
    { type: 'select', name: 'plan', label: 'Plan', options: [{ value: 'a', label: 'A' }], default: 'a' },
    { type: 'password', name: 'pin', label: 'Pin', required: true },
    { type: 'button', id: 'submit', text: 'Go' },
  ],
}
const scope = { read: () => undefined }
const show = (values: Parameters<typeof renderScreen>[1]['values']) =>
  renderScreen(step, { error: null, fieldErrors: {}, values }, scope).values

describe('a refused submission', () => {
  test('gives back what was typed into the refused fields, not their defaults', () => {
    const input = { email: 'nope', age: 7, city: '', terms: false, plan: 'a', pin: '' }
    const { values, refused, fieldErrors } = readSubmission(step, input, true)
    expect(Object.keys(fieldErrors)).toEqual(['email', 'age', 'city', 'terms', 'pin'])
    expect(show({ ...values, ...refused })).toEqual({ email: 'nope', age: '7', city: '', terms: false, plan: 'a' })
  })

  test('keeps neither a secret, nor what the field cannot show, nor too long a text', () => {
    const pin = 'p'.repeat(10_001)
    const { refused, fieldErrors } = readSubmission(step, { email: {}, plan: 'z', city: 'x'.repeat(10_001), pin }, true)
    expect(Object.keys(fieldErrors)).toEqual(expect.arrayContaining(['email', 'plan', 'city', 'pin']))
    expect(refused).toEqual({ terms: false })
  })

  test('a number field that was emptied stays empty', () => {
    const { values } = readSubmission(step, { email: 'a@b.co', age: '', city: 'Bern', terms: true, pin: '1' }, true)
    expect(show(values)).toMatchObject({ age: null })
  })
})

const screenOf = (...components: ScreenStep['components']): ScreenStep => ({
  kind: 'screen',
  name: '',
  next: {},
  components,
})
const read = (component: InputComponent, value: string) => {
  const { values, secrets, fieldErrors } = readSubmission(screenOf(component), { [component.name]: value }, true)
  return fieldErrors[component.name] ?? secrets[component.name] ?? values[component.name]
}

test('a phone number, a code and a key are taken as people paste them', () => {
  expect(read({ type: 'phone', name: 'p', label: 'P' }, ' +41 (44) 668-18.00 ')).toBe('+41 (44) 668-18.00')
  expect(read({ type: 'phone', name: 'p', label: 'P' }, 'call me')).toMatch('Enter a phone number')
  expect(read({ type: 'code', name: 'c', label: 'C', digits: 6 }, '123 456')).toBe('123456')
  expect(read({ type: 'code', name: 'c', label: 'C', digits: 6 }, '12345a')).toBe('Enter the 6 digits of the code.')
  expect(read({ type: 'code', name: 'c', label: 'C' }, 'AB-12')).toBe('AB12')
  expect(read({ type: 'api-key', name: 'k', label: 'K' }, ' sk_1\n')).toBe('sk_1')
  expect(read({ type: 'api-key', name: 'k', label: 'K' }, 'sk 1')).toMatch('without spaces')
})

describe('any submission to any screen', () => {
  const names = ['a', 'b', 'c', 'd', 'constructor'] as const
  const fields = { label: fc.string(), required: fc.boolean() }
  const component = (name: string): fc.Arbitrary<InputComponent> =>
    fc.oneof(
      fc.record({
        type: fc.constantFrom('text-input', 'email', 'phone'),
        name: fc.constant(name),
        ...fields,
        pattern: fc.constantFrom('', '[a-z]+', '('),
      }),
      fc.record({ type: fc.constantFrom('password', 'api-key'), name: fc.constant(name), ...fields }),
      fc.record({
        type: fc.constant('code'),
        name: fc.constant(name),
        ...fields,
        digits: fc.constantFrom(4, 6, undefined),
      }),
      fc.record({
        type: fc.constant('number'),
        name: fc.constant(name),
        ...fields,
        min: fc.integer(),
        max: fc.integer(),
      }),
      fc.record({ type: fc.constant('checkbox'), name: fc.constant(name), ...fields }),
      fc.record({
        type: fc.constant('select'),
        name: fc.constant(name),
        ...fields,
        options: fc.array(fc.record({ value: fc.constantFrom('x', 'y', ''), label: fc.string() }), { maxLength: 3 }),
      }),
    )
  const screen = fc
    .subarray([...names])
    .chain((chosen) => fc.tuple(...chosen.map(component)))
    .map((components) => screenOf(...components))
  const value = fc.oneof(
    fc.constantFrom(
      'x',
      'abc',
      'ada@example.com',
      '+41446681800',
      '123456',
      '',
      ' ',
      true,
      12,
      null,
      'z'.repeat(10_001),
    ),
    fc.jsonValue().map((json): JsonObject[string] => JSON.parse(JSON.stringify(json))),
  )
  const form = fc.dictionary(fc.constantFrom(...names, 'other', '__proto__', 'origin'), value)

  it('keeps nothing but what the screen asks for, each field in one place, and secrets apart', () => {
    fc.assert(
      fc.property(screen, form, fc.boolean(), (shown, input, checked) => {
        const inputs = shown.components.filter(isInput)
        const { values, secrets, fieldErrors, refused } = readSubmission(shown, input, checked)
        for (const kept of [values, secrets, fieldErrors, refused]) {
          expect(inputs.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(kept)))
        }
        for (const field of inputs) {
          if (isSecretInput(field)) {
            expect(Object.hasOwn(values, field.name) || Object.hasOwn(refused, field.name)).toBe(false)
          } else expect(Object.hasOwn(secrets, field.name)).toBe(false)
          if (checked && field.required && !Object.hasOwn(input, field.name)) {
            expect(fieldErrors).toHaveProperty([field.name])
          }
        }
        if (!checked) expect(fieldErrors).toEqual({})
        const unknown = Object.keys(input).filter(
          (name) => name !== 'origin' && !inputs.some((each) => each.name === name),
        )
        expect(listUnknownFields(shown, input)).toEqual(unknown)
      }),
    )
  })

  it('reads what it has taken once more as the same', () => {
    fc.assert(
      fc.property(screen, form, (shown, input) => {
        const first = readSubmission(shown, input, true)
        if (Object.keys(first.fieldErrors).length > 0) return
        expect(readSubmission(shown, { ...first.values, ...first.secrets }, true)).toEqual(first)
      }),
    )
  })
})

describe('what is shown', () => {
  const render = (component: ScreenStep['components'][number], value: string) =>
    renderScreen(screenOf(component), { error: null, fieldErrors: null, values: {} }, { read: () => value })
      .components[0]

  test('an address keeps its place whatever a dynamic value holds', () => {
    const link = { type: 'link', text: '', url: 'https://example.com/a?q={{form.q}}' } as const
    expect(render(link, 'x&admin=1#/../')).toMatchObject({ url: 'https://example.com/a?q=x%26admin%3D1%23%2F..%2F' })
    expect(render({ ...link, url: '{{user.site}}/a' }, 'https://b.example')).toMatchObject({
      url: 'https://b.example/a',
    })
  })

  test('an address that a value has made dangerous is not given out', () => {
    fc.assert(
      fc.property(fc.constantFrom('javascript:', 'data:', '//', 'https:'), fc.string(), (begin, rest) => {
        const shown = render({ type: 'image', url: '{{user.picture}}', alt: '' }, begin + rest)
        if (shown?.type === 'image' && shown.url !== '') expect(new URL(shown.url).protocol).toMatch(/^https?:$/)
      }),
    )
    expect(render({ type: 'link', text: 'x', url: '{{user.site}}' }, 'javascript:alert(1)')).toMatchObject({ url: '' })
  })
})

import { describe, expect, test } from 'vitest'
import { renderScreen } from './render'
import type { ScreenStep } from './schema'
import { readSubmission } from './submission'

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

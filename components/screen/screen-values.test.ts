import { describe, expect, it } from 'vitest'
import type { ScreenView } from '@/lib/steps/screen/render'
import { findEnterButton, findFirstInvalid, toFirstValues, toInput, toNextValues } from './screen-values'

const view: ScreenView = {
  components: [
    { type: 'email', name: 'email', label: 'Email', required: true },
    { type: 'password', name: 'secret', label: 'Password' },
    { type: 'number', name: 'age', label: 'Age' },
    { type: 'checkbox', name: 'agree', label: 'I agree' },
    { type: 'button', id: 'back', text: 'Back', variant: 'secondary' },
    { type: 'button', id: 'go', text: 'Go' },
  ],
  error: null,
  fieldErrors: {},
  values: { email: 'ada@example.com', secret: 'never', age: 36, agree: true },
}

describe('toFirstValues', () => {
  it('never prefills a password', () => {
    expect(toFirstValues(view)).toEqual({ email: 'ada@example.com', secret: '', age: '36', agree: true })
  })
})

describe('toNextValues', () => {
  const typed = { email: 'not an email', secret: 'hunter2', age: 'x', agree: false }

  it('keeps what was typed, but for passwords, when the submission failed', () => {
    const failed = { ...view, fieldErrors: { email: 'Enter an email address.' }, values: {} }
    expect(toNextValues(failed, view, typed)).toEqual({ email: 'not an email', secret: '', age: 'x', agree: false })
  })

  it('begins anew on another form and after a success', () => {
    expect(toNextValues({ ...view, values: {} }, view, typed).email).toBe('')
    const other = { ...view, components: view.components.slice(1), error: 'Try again' }
    expect(toNextValues(other, view, typed)).not.toHaveProperty('email')
  })
})

describe('toInput', () => {
  it('sends numbers as numbers and what is none as typed', () => {
    const values = { ...toFirstValues(view), age: '4.5' }
    expect(toInput(view, values)).toEqual({ email: 'ada@example.com', secret: '', age: 4.5, agree: true })
    expect(toInput(view, { ...values, age: '4,5' }).age).toBe('4,5')
  })
})

it('presses the first primary button on Enter', () => {
  expect(findEnterButton(view)?.id).toBe('go')
  expect(findEnterButton({ ...view, components: [] })).toBeNull()
})

it('finds the first invalid field in the order of the screen', () => {
  expect(findFirstInvalid({ ...view, fieldErrors: { age: 'no', email: 'no' } })).toBe('email')
  expect(findFirstInvalid(view)).toBeNull()
})

import { describe, expect, it } from 'vitest'
import { isSecretPath } from '@/lib/connectors/secret-path'
import { toTestValues } from '../test-inputs'
import { initialHttpTest, toHttpCall } from './test-inputs'

describe('the inputs of a test', () => {
  it('make the call that a step would make', () => {
    expect(toHttpCall(initialHttpTest)).toEqual({ call: { action: 'GET', endpoint: '/', payload: null }, errors: {} })
    const json = { ...initialHttpTest, payloadType: 'json' as const, json: '{"a":"{{form.a}}"}' }
    expect(toHttpCall(json).call.payload).toEqual({ type: 'json', value: { a: '{{form.a}}' } })
    const form = { ...initialHttpTest, payloadType: 'form' as const, form: [row('a', '1'), row('', '')] }
    expect(toHttpCall(form)).toMatchObject({ call: { payload: { type: 'form', value: { a: '1' } } }, errors: {} })
  })

  it('are refused at their fields', () => {
    expect(toHttpCall({ ...initialHttpTest, endpoint: 'https://x' }).errors).toHaveProperty('endpoint')
    expect(toHttpCall({ ...initialHttpTest, endpoint: '/{{' }).errors).toHaveProperty('endpoint')
    expect(toHttpCall({ ...initialHttpTest, payloadType: 'json', json: '{' }).errors).toHaveProperty('json')
    const long = { ...initialHttpTest, payloadType: 'json' as const, json: '{"id": 12345678901234567890}' }
    expect(toHttpCall(long).errors.json).toContain('Write it as text')
    const form = {
      ...initialHttpTest,
      payloadType: 'form' as const,
      form: [row('a', '1'), row('a', '2'), row('', 'x')],
    }
    expect(Object.keys(toHttpCall(form).errors)).toEqual(['form.1', 'form.2'])
  })

  it('send values as JSON where they are, and leave empty ones missing', () => {
    const typed = { a: '42', b: '"42"', c: 'plain', d: '', e: '{"x":[1]}', f: 'unused', g: '12345678901234567890' }
    expect(toTestValues(typed, ['a', 'b', 'c', 'd', 'e', 'g'])).toEqual({
      a: 42,
      b: '42',
      c: 'plain',
      e: { x: [1] },
      g: '12345678901234567890',
    })
  })

  it('know what is likely a secret', () => {
    expect(['form.password', 'form.apiKey', 'connectors.x.token', 'form.otpCode'].every(isSecretPath)).toBe(true)
    expect(['form.email', 'user.name', 'connectors.crm.plan'].some(isSecretPath)).toBe(false)
  })
})

function row(key: string, value: string) {
  return { key, value }
}

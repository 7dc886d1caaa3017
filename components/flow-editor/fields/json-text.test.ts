import { expect, it } from 'vitest'
import { formatJson, parseJsonText } from './json-text'

it('reads what it writes', () => {
  const value = { a: [1, null, '{{form.email}}'], b: { c: true } }
  expect(parseJsonText(formatJson(value))).toEqual({ ok: true, value })
})

it('says what to do about text that is not JSON', () => {
  const message = (text: string) => {
    const parsed = parseJsonText(text)
    return parsed.ok ? '' : parsed.message
  }
  expect(message('')).toContain('Write JSON')
  expect(message('{"a": {{form.email}} }')).toContain('in double quotes')
  expect(message('{"a": 1,\n}')).toContain('Remove the comma')
  expect(message("{'a': 1}")).toContain('double quotes')
  expect(message('{\n"a": 1')).toContain('line 2')
})

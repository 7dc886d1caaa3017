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

it('takes no whole number that would be sent as another one', () => {
  const long = '12345678901234567890'
  expect(parseJsonText(`{"id": ${long}}`)).toEqual({
    ok: false,
    message: `The number ${long} has more digits than a JSON number keeps: 12345678901234567000 would be sent. Write it as text, in double quotes: "${long}".`,
  })
  expect(parseJsonText(`[1.5, -9007199254740993]`)).toMatchObject({ ok: false })
  const kept = ['9007199254740991', `"${long}"`, `"a\\" ${long}"`, '0.12345678901234567890', '1e25', `{"${long}": 1}`]
  for (const text of kept) expect(parseJsonText(text), text).toEqual({ ok: true, value: JSON.parse(text) })
})

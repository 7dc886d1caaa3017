import { describe, expect, it } from 'vitest'
import { toContextValue } from './context-value'
import { readResponse } from './response'

function value(body: string | Buffer, type: string | undefined, includeHeaders = false, status = 200) {
  const headers: Record<string, string> = type ? { 'content-type': type } : {}
  const response = { status, headers, body: Buffer.from(body) }
  const read = readResponse(response)
  return { value: toContextValue(read, response, includeHeaders), warnings: read.warnings.map(({ code }) => code) }
}

describe('without headers in context', () => {
  it.each([
    ['{"a":1}', 'application/json', { a: 1, statusCode: 200 }],
    ['{"a":1}', 'application/problem+json; charset=utf-8', { a: 1, statusCode: 200 }],
    ['{"statusCode":"x"}', 'application/json', { statusCode: 200 }],
    ['[1]', 'application/json', { body: [1], statusCode: 200 }],
    ['"s"', 'application/json', { body: 's', statusCode: 200 }],
    ['null', 'application/json', { body: null, statusCode: 200 }],
    ['hello', 'text/plain', { body: 'hello', statusCode: 200 }],
    ['{"a":1}', 'text/plain', { a: 1, statusCode: 200 }],
    ['{"a":1}', undefined, { a: 1, statusCode: 200 }],
    ['<p>{', 'text/html', { body: '<p>{', statusCode: 200 }],
    ['', 'application/json', { statusCode: 200 }],
  ])('%j of %s', (body, type, expected) => {
    expect(value(body, type).value).toEqual(expected)
  })

  it('keeps invalid JSON as text and warns', () => {
    expect(value('{"a":', 'application/json')).toEqual({
      value: { body: '{"a":', statusCode: 200 },
      warnings: ['invalidJson'],
    })
  })

  it('keeps JSON that is nested too deep as text', () => {
    const deep = '['.repeat(5000) + ']'.repeat(5000)
    expect(value(deep, 'application/json')).toEqual({
      value: { body: deep, statusCode: 200 },
      warnings: ['jsonTooDeep'],
    })
  })

  it('gives binary in base64 with its type', () => {
    const png = Buffer.from([0x89, 0x50, 0, 0xff])
    const body = png.toString('base64')
    expect(value(png, 'image/png').value).toEqual({ body, contentType: 'image/png', statusCode: 200 })
    expect(value(png, 'application/x-unknown').value).toMatchObject({ body, contentType: 'application/x-unknown' })
    expect(value(png, undefined).value).toMatchObject({ body, contentType: 'application/octet-stream' })
  })

  it('reads the charset', () => {
    expect(value(Buffer.from([0xe9]), 'text/plain; charset=ISO-8859-1').value.body).toBe('é')
    expect(value('x', 'text/plain; charset=klingon')).toMatchObject({
      value: { body: 'x' },
      warnings: ['charsetUnknown'],
    })
    expect(value('\ufeff{"a":1}', 'application/json').value).toEqual({ a: 1, statusCode: 200 })
  })

  it('makes an own key of __proto__', () => {
    const read = value('{"__proto__":{"polluted":1}}', 'application/json').value
    expect(Object.hasOwn(read, '__proto__')).toBe(true)
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
  })
})

it('with headers in context gives body, headers and statusCode', () => {
  expect(value('{"a":1}', 'application/json', true, 201).value).toEqual({
    body: { a: 1 },
    headers: { 'content-type': 'application/json' },
    statusCode: 201,
  })
  expect(value('', undefined, true, 204).value).toEqual({ body: null, headers: {}, statusCode: 204 })
})

const json = (text: string) => ({ headers: { 'content-type': 'application/json' }, body: Buffer.from(text) })

describe('JSON of very many values', () => {
  it('is refused before it is parsed', () => {
    const { body, text, refused } = readResponse(json(JSON.stringify(Array(1_001).fill(1))), 1_000)
    expect(refused?.message).toBe('The answer holds more than 1,000 JSON values.')
    expect({ body, text }).toEqual({ body: undefined, text: JSON.stringify(Array(1_001).fill(1)) })
  })

  it('is not what a text in it looks like', () => {
    const text = JSON.stringify({ text: `"\\${',[{'.repeat(2_000)}` })
    expect(readResponse(json(text), 1_000).body).toEqual(JSON.parse(text))
  })
})

it('a whole number beyond what a number keeps is its digits as text, and a warning says so', () => {
  const text =
    '{"id": 12345678901234567890, "list": [-9007199254740993, 9007199254740991, 1.5, 1e20], "x": "12345678901234567890"}'
  const { body, warnings } = readResponse(json(text))
  expect(body).toEqual({
    id: '12345678901234567890',
    list: ['-9007199254740993', 9007199254740991, 1.5, 1e20],
    x: '12345678901234567890',
  })
  expect(warnings).toEqual([{ code: 'longNumber', message: expect.stringMatching(/^2 whole numbers/) }])
  expect(readResponse(json('{"id": 9007199254740991}')).warnings).toEqual([])
})

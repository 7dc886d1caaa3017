import { describe, expect, it } from 'vitest'
import type { Json } from '@/lib/language/json'
import { readOpenApi } from './read-openapi'
import { toAnswer } from './response-example'

function answerOf(responses: Json, components: Json = {}) {
  const { document } = readOpenApi(
    JSON.stringify({ openapi: '3.1.0', paths: { '/a': { get: { responses } } }, components }),
  )
  const [operation] = document?.operations ?? []
  if (!document || !operation) throw new Error('It was not read.')
  return toAnswer(operation, document.references)
}
const ok = (media: Json, type = 'application/json') => ({ '200': { content: { [type]: media } } })

describe('the answer that a document shows', () => {
  it.each([
    ['an example', ok({ example: { id: 1 } }), { status: 200, body: { id: 1 } }],
    [
      'the first of several, by reference',
      ok({ examples: { a: { $ref: '#/components/examples/one' }, b: { value: 2 } } }),
      { status: 200, body: { id: 2 } },
    ],
    [
      'the example of a schema',
      ok({ schema: { $ref: '#/components/schemas/Order' } }),
      { status: 200, body: { id: 7, plan: null, lines: [{ sku: 'A' }], note: null } },
    ],
    ['the examples of 3.1', ok({ schema: { type: 'string', examples: ['x'] } }), { status: 200, body: 'x' }],
    ['text', ok({ example: 'pong' }, 'text/plain'), { status: 200, body: 'pong' }],
    [
      'a class of statuses',
      { '2XX': { content: { 'application/problem+json': { example: [1] } } } },
      { status: 200, body: [1] },
    ],
    [
      'the first status that shows one',
      {
        default: {},
        '404': ok({ example: 1 })['200'],
        '204': {},
        '201': { content: { 'application/json': { example: { made: true } } } },
      },
      { status: 201, body: { made: true } },
    ],
  ] satisfies [string, Json, Json][])('is %s', (_, responses, expected) => {
    const components = {
      examples: { one: { value: { id: 2 } } },
      schemas: {
        Order: {
          allOf: [{ properties: { id: { example: 7 } } }],
          properties: {
            plan: { type: 'string' },
            lines: { type: 'array', items: { properties: { sku: { example: 'A' } } } },
            password: { type: 'string', writeOnly: true },
            note: { $ref: '#/components/schemas/Order' },
          },
        },
      },
    }
    expect(answerOf(responses, components)).toEqual(expected)
  })

  it.each([
    ['nothing is shown', ok({ schema: { properties: { id: { type: 'integer' } } } })],
    ['only failures are', { '400': ok({ example: 1 })['200'] }],
    ['it is binary', ok({ example: 'AAAA' }, 'image/png')],
    ['there are no responses', {}],
  ])('is none when %s', (_, responses) => expect(answerOf(responses)).toBeNull())

  it('holds nothing that gives access', () => {
    const token = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'
    const body = {
      access_token: 'abc',
      url: `https://e.com/?k=${token}`,
      nested: [{ password: 'p' }],
      token_type: 'Bearer',
    }
    expect(answerOf(ok({ example: body }))?.body).toEqual({
      access_token: '••••',
      url: 'https://e.com/?k=••••',
      nested: [{ password: '••••' }],
      token_type: 'Bearer',
    })
  })
})

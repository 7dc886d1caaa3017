import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { connectorDefinition } from '@/lib/steps/connector/definition'
import { toCopiedSteps } from '../to-copied-steps'
import { readOpenApi } from './read-openapi'
import { largeDocument, notes, shop } from './testing/documents'
import { toOperationStep } from './to-operation-step'

function read(text: string) {
  const { document, report } = readOpenApi(text)
  if (!document) throw new Error(JSON.stringify(report))
  const step = (key: string, optionalParameters = false) => {
    const operation = document.operations.find((each) => each.key === key)
    if (!operation) throw new Error(`There is no ${key}.`)
    return toOperationStep(operation, document.references, { optionalParameters })
  }
  return { document, report, step, left: report.filter(({ tone }) => tone === 'left').map(({ what }) => what) }
}

describe('a document in YAML', () => {
  const { document, step, left, report } = read(shop)

  it('gives base URLs, with the defaults of their variables', () => {
    expect(document.title).toBe('Shop API')
    expect(document.servers.map(({ url }) => url)).toEqual([
      'https://eu.shop.example.com/v2',
      'http://localhost:8080/v2',
    ])
  })

  it('gives the ways to sign in that a connector knows, the wanted ones first, and names the others', () => {
    expect(document.schemes.map(({ name, authentication }) => [name, authentication.method])).toEqual([
      ['basic', 'basic'],
      ['key', 'apiKey'],
      ['oauth', 'oauth2ClientCredentials'],
    ])
    expect(left).toEqual(['options', 'cookie', 'tls'])
    expect(document.schemes[2]?.authentication).toMatchObject({
      authUrl: 'https://shop.example.com/token',
      scopes: 'orders',
    })
    expect(report.find(({ what }) => what === 'oauth')?.tone).toBe('changed')
  })

  it('lists the operations', () => {
    expect(document.operations.map(({ key }) => key)).toEqual([
      'GET /orders',
      'POST /orders',
      'DELETE /orders/{order-id}/lines/{lineId}',
      'POST /login',
      'POST /photos',
      'PUT /notes',
      'POST /remote',
    ])
  })

  it('makes an endpoint of paths and parameters', () => {
    const { step: list, report: said, headers } = step('GET /orders')
    expect(list).toEqual({
      name: 'List orders',
      contextKey: 'listOrders',
      action: 'GET',
      endpoint: '/orders?page-size={{client.pageSize}}&filter[tag]={{client.filterTag}}',
    })
    expect(said.map(({ tone }) => tone)).toEqual(['changed'])
    expect(headers).toEqual([{ key: 'X-Tenant', value: '{{client.xTenant}}', required: true, fits: true }])
    expect(step('GET /orders', true).step.endpoint).toContain('?status={{client.status}}&')
    expect(step('DELETE /orders/{order-id}/lines/{lineId}').step.endpoint).toBe(
      '/orders/{{client.orderId}}/lines/{{client.lineId}}',
    )
  })

  it('makes a payload of the schema, with the types of its values', () => {
    expect(step('POST /orders').step).toMatchObject({ contextKey: 'ordersCreateOrder' })
    expect(step('POST /orders').step.payload).toEqual({
      type: 'json',
      value: {
        customer: { email: '{{client.customer.email}}' },
        lines: [{ sku: '{{client.lines[0].sku}}', quantity: 1 }],
        currency: 'EUR',
        express: false,
        total: '{{client.total}}',
        tags: '{{client.tags}}',
        gift: false,
        payment: { kind: 'card' },
      },
    })
  })

  it('takes forms and examples, and keeps credentials and braces out of them', () => {
    expect(step('POST /login').step.payload).toEqual({
      type: 'form',
      value: { user: 'ada', password: '{{client.password}}', remember: 'true' },
    })
    expect(step('PUT /notes').step.payload).toEqual({
      type: 'json',
      value: { text: 'Hi \\{{name}}', stars: 5, api_key: '{{client.api_key}}' },
    })
  })

  it('names what it cannot make', () => {
    expect(step('POST /photos').report[0]?.message).toContain('multipart/form-data')
    const remote = read(shop)
    expect(remote.step('POST /remote').step.payload).toEqual({ type: 'json', value: {} })
    expect(remote.report.at(-1)).toMatchObject({ what: 'other.yaml#/Thing', tone: 'left' })
  })

  it('makes steps that can be published', () => {
    const steps = document.operations.map(({ key }) => step(key, true).step)
    const copied = toCopiedSteps(steps, 'connector-id')
    for (const made of Object.values(copied.steps)) {
      const { error } = connectorDefinition.publishableSchema.safeParse(made)
      expect(error?.issues, made.name).toBeUndefined()
    }
    const keys = Object.values(copied.steps).flatMap((made) => (made.kind === 'connector' ? [made.contextKey] : []))
    expect(new Set(keys).size).toBe(steps.length)
  })
})

describe('a document of 3.1 in JSON', () => {
  it('is read alike', () => {
    const { document, step, left, report } = read(notes)
    expect(document.servers).toEqual([{ url: 'https://<host>/api', description: '' }])
    expect(report.find(({ what }) => what === 'servers')?.tone).toBe('changed')
    expect(left).toEqual(['webhooks'])
    const { step: made, report: said } = step('POST /notes')
    expect(made.payload).toEqual({ type: 'json', value: { kind: 'note', title: '{{client.title}}', rank: 3 } })
    expect(said[0]?.message).toContain('application/vnd.notes+json')
  })
})

describe('what is no document', () => {
  const messageOf = (text: string) => {
    const { document, report } = readOpenApi(text)
    expect(document).toBeNull()
    return report.find(({ tone }) => tone === 'error')
  }

  it.each([
    ['', 'Paste an OpenAPI document'],
    ['hello', 'has to be an object'],
    ['[]', 'has to be an object'],
    ['swagger: "2.0"', 'This is Swagger 2.'],
    ['openapi: 4.0.0', 'This is no OpenAPI 3 document'],
    ['{"openapi": "3.0.0", ', 'neither JSON nor YAML'],
  ])('%j', (text, message) => expect(messageOf(text)?.message).toContain(message))

  it('says where', () => {
    const text = 'openapi: 3.0.0\ninfo:\n  title: "x\n'
    expect(messageOf(text)?.at?.start).toBeGreaterThan(text.indexOf('title'))
  })

  it('is refused when it is too large', () => expect(messageOf('x'.repeat(1_100_000))?.message).toContain('1 MB'))
})

describe('hostile documents', () => {
  const head = 'openapi: 3.0.0\n'

  it('do not grow by their aliases', () => {
    const levels = Array.from(
      { length: 30 },
      (_, at) => `a${at}: &a${at} [${at === 0 ? 'x' : `*a${at - 1}, *a${at - 1}`}]`,
    )
    const { document, report } = readOpenApi(head + levels.join('\n'))
    expect(document).toBeNull()
    expect(report[0]?.message).toContain('repeats or nests')
  })

  it('do not nest without end', () => {
    for (const text of [
      `${head}a: &a\n  b: *a\n`,
      `{"openapi":"3.0.0","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      `${head}a: ${'['.repeat(20_000)}`,
    ]) {
      const { document, report } = readOpenApi(text)
      expect(document).toBeNull()
      expect(report[0]?.tone).toBe('error')
    }
  })

  it('do not lead in circles', () => {
    const text = JSON.stringify({
      openapi: '3.0.0',
      paths: {
        '/a': { $ref: '#/paths/~1a' },
        '/b': { post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/x/A' } } } } } },
      },
      x: {
        A: {
          allOf: [{ $ref: '#/x/A' }, { $ref: '#/x/B' }],
          properties: { a: { $ref: '#/x/A' }, b: { $ref: '#/x/B' } },
        },
        B: { oneOf: [{ $ref: '#/x/B' }, { $ref: '#/x/A' }], items: { $ref: '#/x/B' }, type: 'array' },
      },
    })
    const { step } = read(text)
    expect(step('POST /b').step.payload?.type).toBe('json')
  })

  it('leave prototypes alone', () => {
    const { document, report } = readOpenApi(
      '{"openapi":"3.0.0","__proto__":{"polluted":1},"paths":{"/a":{"post":{"requestBody":{"$ref":"#/constructor/prototype"},"__proto__":{"polluted":1}}}}}',
    )
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    const [operation] = document?.operations ?? []
    if (document && operation) toOperationStep(operation, document.references, { optionalParameters: true })
    expect(report.at(-1)?.what).toBe('#/constructor/prototype')
  })

  it('whatever they hold, reading never throws', () => {
    const value = fc.jsonValue({ maxDepth: 2 })
    const key = fc.constantFrom(
      'get',
      'post',
      'parameters',
      'requestBody',
      'content',
      'application/json',
      'schema',
      '$ref',
      'properties',
      'allOf',
      'items',
      'required',
      'in',
      'name',
      'security',
      'components',
      'securitySchemes',
      'servers',
      'variables',
    )
    const text = fc.constantFrom(
      '#/paths',
      '#',
      '#/components/securitySchemes/a',
      'query',
      'path',
      'header',
      'object',
      'array',
      '{a}',
      'http',
      'bearer',
      'oauth2',
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        text,
        value,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
      ),
    }))
    const document = fc.record({
      paths: fc.dictionary(fc.constantFrom('/a', '/{b}', '/c/{d}'), fc.dictionary(key, tree)),
      components: fc.dictionary(key, tree),
      servers: tree,
      security: tree,
    })
    fc.assert(
      fc.property(document, (parts) => {
        const { document: made } = readOpenApi(JSON.stringify({ openapi: '3.1.0', ...parts }))
        for (const operation of made?.operations ?? [])
          toOperationStep(operation, made?.references ?? fail(), { optionalParameters: true })
      }),
      { numRuns: 500 },
    )
  })
})

it('reads a thousand operations in a moment, and makes steps of all of them', () => {
  const text = largeDocument(1_000)
  const started = performance.now()
  const { document, step } = read(text)
  const steps = document.operations.map(({ key }) => step(key).step)
  expect(steps).toHaveLength(1_000)
  expect(steps[999]).toMatchObject({ endpoint: '/area-39/things-999/{{client.id}}', contextKey: 'updateThing999' })
  expect(performance.now() - started).toBeLessThan(3_000)
})

function fail(): never {
  throw new Error('There is no document.')
}

describe('what a document leaves open', () => {
  const { document, report, step } = read(`
openapi: 3.1.0
servers: [{ url: 'https://api.example.com/v2' }]
paths:
  /a/../b: { get: { responses: {} } }
  /things:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [kind, owner]
              properties:
                kind: { type: string, enum: [big, small] }
                colour: { type: string, enum: [red, blue] }
                note: { type: string }
                count: { type: integer, default: 1 }
                owner: { type: object, required: [id], properties: { id: { type: string }, nick: { type: string } } }
      responses: {}
components:
  securitySchemes:
    machine: { type: oauth2, flows: { clientCredentials: { tokenUrl: /token, scopes: {} } } }
    open: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'ftp://example.com/token', scopes: {} } } }
    person: { type: oauth2, flows: { authorizationCode: { tokenUrl: /token, authorizationUrl: /authorize, scopes: {} } } }
`)
  const said = (what: string) => report.filter((line) => line.what === what).map(({ message }) => message)

  it('resolves the address of tokens below the server, and says why where it cannot', () => {
    expect(document.schemes.find(({ name }) => name === 'machine')?.authentication).toMatchObject({
      method: 'oauth2ClientCredentials',
      authUrl: 'https://api.example.com/token',
    })
    expect(said('open')[0]).toContain('where tokens are fetched')
    expect(said('person')[0]).toContain('A person has to agree')
  })

  it('leaves out a path that can never be sent, and says so', () => {
    expect(document.operations.map(({ key }) => key)).toEqual(['POST /things'])
    expect(said('/a/../b')[0]).toContain('segments')
  })

  it('says which optional fields are left out, and where the first of several values is sent', () => {
    const made = step('POST /things')
    expect(made.step.payload?.value).toEqual({ kind: 'big', count: 1, owner: { id: '{{client.owner.id}}' } })
    expect(made.report.map(({ tone, message }) => [tone, message.replace(/\. .*/, '')])).toEqual([
      ['left', 'Optional fields of the payload: colour, note, owner.nick'],
      ['changed', 'The first of its values is sent for kind'],
    ])
  })
})

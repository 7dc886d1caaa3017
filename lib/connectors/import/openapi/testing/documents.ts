/** A shop in OpenAPI 3.0, as YAML: parameters, references, composed schemas, several ways to sign in. */
export const shop = `
openapi: 3.0.3
info: { title: Shop API, version: '1.0' }
servers:
  - url: https://{region}.shop.example.com/{version}/
    description: Live
    variables:
      region: { default: eu, enum: [eu, us] }
      version: { default: v2 }
  - { url: 'http://localhost:8080/v2', description: Local }
security:
  - key: []
  - basic: []
paths:
  /orders:
    get:
      operationId: listOrders
      summary: List orders
      tags: [orders]
      parameters:
        - { name: status, in: query, schema: { type: string } }
        - { name: page-size, in: query, required: true, schema: { type: integer } }
        - { name: 'filter[tag]', in: query, required: true, schema: { type: array, items: { type: string } } }
        - { $ref: '#/components/parameters/Tenant' }
      responses: { '200': { description: ok } }
    post:
      operationId: orders/create-order
      summary: Create an order
      tags: [orders]
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: '#/components/schemas/NewOrder' } }
      responses: { '201': { description: made } }
  /orders/{order-id}/lines/{lineId}:
    parameters:
      - { name: order-id, in: path, required: true, schema: { type: string } }
      - { name: lineId, in: path, required: true, schema: { type: integer } }
    delete:
      deprecated: true
      operationId: deleteLine
      responses: { '204': { description: gone } }
    options: { responses: {} }
  /login:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [user, password, remember]
              properties:
                user: { type: string, example: ada }
                password: { type: string, example: hunter2 }
                remember: { type: boolean, default: true }
      responses: {}
  /photos:
    post:
      operationId: uploadPhoto
      requestBody: { content: { multipart/form-data: { schema: { type: object } } } }
      responses: {}
  /notes:
    put:
      operationId: putNote
      requestBody:
        content:
          application/json:
            example: { text: 'Hi {{name}}', stars: 5, api_key: abc }
      responses: {}
  /remote:
    post:
      operationId: remote
      requestBody: { content: { application/json: { schema: { $ref: 'other.yaml#/Thing' } } } }
      responses: {}
components:
  parameters:
    Tenant: { name: X-Tenant, in: header, required: true, schema: { type: string } }
  securitySchemes:
    cookie: { type: apiKey, in: cookie, name: sid }
    basic: { type: http, scheme: basic }
    key: { type: apiKey, in: header, name: X-Shop-Key }
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: https://shop.example.com/token, scopes: { orders: Read and write orders } } } }
    tls: { type: mutualTLS }
  schemas:
    Base:
      type: object
      required: [id, customer]
      properties:
        id: { type: integer, readOnly: true }
        customer: { $ref: '#/components/schemas/Customer' }
    Customer:
      type: object
      required: [email]
      properties:
        email: { type: string, format: email }
        nickname: { type: string }
        friend: { $ref: '#/components/schemas/Customer' }
    NewOrder:
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          required: [lines, currency, express, total, tags, payment]
          properties:
            lines: { type: array, items: { type: object, required: [sku, quantity], properties: { sku: { type: string }, quantity: { type: integer, default: 1 } } } }
            currency: { type: string, enum: [EUR, USD] }
            express: { type: boolean, example: false }
            total: { type: number }
            tags: { type: array, items: { type: string } }
            note: { type: string }
            gift: { type: boolean, default: false }
            payment: { oneOf: [ { type: object, required: [kind], properties: { kind: { type: string, enum: [card] } } }, { type: string } ] }
`

/** OpenAPI 3.1 as JSON: types as lists, constants, a relative server, a webhook. */
export const notes = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  servers: [{ url: '/api' }],
  webhooks: { created: { post: {} } },
  paths: {
    '/notes': {
      post: {
        requestBody: {
          content: {
            'application/vnd.notes+json': {
              schema: {
                type: ['object', 'null'],
                properties: {
                  kind: { const: 'note' },
                  title: { type: ['null', 'string'] },
                  rank: { type: 'integer', examples: [3] },
                  __proto__: { type: 'string' },
                },
              },
            },
          },
        },
        responses: {},
      },
    },
  },
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'Bearer' } } },
})

/** A document with many operations, each with a reference into a shared schema. */
export function largeDocument(operations: number): string {
  const paths: Record<string, unknown> = {}
  for (let at = 0; at < operations; at += 1) {
    paths[`/area-${at % 40}/things-${at}/{id}`] = {
      put: {
        operationId: `updateThing${at}`,
        summary: `Update thing ${at}`,
        tags: [`area-${at % 40}`],
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        responses: { 200: { description: 'ok' } },
      },
    }
  }
  const properties = {
    name: { type: 'string' },
    size: { type: 'integer' },
    parent: { $ref: '#/components/schemas/Thing' },
  }
  const schemas = { Thing: { type: 'object', properties } }
  return JSON.stringify({
    openapi: '3.0.0',
    info: { title: 'Large', version: '1' },
    servers: [{ url: 'https://large.example.com' }],
    paths,
    components: { schemas },
  })
}

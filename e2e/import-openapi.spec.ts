import { Canvas } from './canvas'
import { end, flowFile, start } from './fixtures/flows'
import { expect, importFlow, test, unique } from './fixtures/test'
import { sendJson, startThirdParty } from './fixtures/third-party'

const KEY = 'a-key-of-the-shop'

function shopDocument(url: string): string {
  return `
openapi: 3.1.0
info: { title: ${unique('Shop')}, version: '1' }
servers: [{ url: '${url}/v2' }]
security: [{ key: [] }]
paths:
  /orders/{order-id}:
    get:
      operationId: getOrder
      summary: Read an order
      parameters: [{ name: order-id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: ok } }
  /orders:
    post:
      operationId: createOrder
      summary: Create an order
      tags: [sales]
      parameters:
        - { name: notify, in: query, required: true, schema: { type: boolean } }
        - { name: X-Tenant, in: header, required: true, schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [sku, quantity, express]
              properties:
                sku: { type: string }
                quantity: { type: integer }
                express: { type: boolean, default: false }
      responses: { '201': { description: made, content: { application/json: { example: { id: 9, plan: pro } } } } }
    trace: { responses: {} }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Shop-Key }
`
}

test('an OpenAPI document becomes a connector and a typed step, which runs', async ({ page, workspace }) => {
  const shop = await startThirdParty(({ headers }, response) => {
    if (headers['x-shop-key'] !== KEY) return sendJson(response, 401, {})
    sendJson(response, 201, { id: 9 })
  })
  const outputs = [{ key: 'id', type: 'number', value: '{{connectors.createOrder.id}}' }]
  const flow = flowFile(unique('Order'), { start: start(''), done: end('Done', outputs) }, 'management')
  flow.steps.start = { kind: 'start', next: {} }
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  const dialog = page.getByRole('dialog', { name: 'Import an OpenAPI document' })
  const text = dialog.getByRole('textbox', { name: 'OpenAPI document' })

  await test.step('says where a document cannot be read', async () => {
    await canvas.open(workspace.id, flow.id)
    await canvas.addAfter('Start', 'Next', 'OpenAPI document')
    await text.fill('openapi: 3.0.0\ninfo: "x')
    await dialog.getByRole('button', { name: 'Preview' }).click()
    await expect(dialog.getByRole('alert')).toContainText('neither JSON nor YAML')
    await dialog.getByRole('button', { name: /^line \d+, column \d+$/ }).click()
    await expect(text).toBeFocused()
  })

  await test.step('shows what it comes to, and asks for the key', async () => {
    await text.fill(shopDocument(shop.url))
    await dialog.getByRole('button', { name: 'Preview' }).click()
    await expect(dialog.getByLabel('Base URL')).toHaveValue(`${shop.url}/v2`)
    await expect(dialog.getByText('0 of 2 chosen')).toBeVisible()
    await expect(dialog.getByRole('list', { name: 'Report' })).toContainText('trace')
    await dialog.getByRole('searchbox', { name: 'Search operations' }).fill('sales')
    await expect(dialog.getByRole('checkbox')).toHaveCount(1)
    await dialog.getByRole('checkbox', { name: 'POST /orders' }).check()
    await dialog.getByRole('button', { name: 'Create connector and add step' }).click()
    await expect(dialog.getByText('Enter it: the connector cannot sign in without.')).toBeVisible()
    await dialog.getByLabel('Value of X-Shop-Key').fill(KEY)
    await expect(dialog.getByRole('list', { name: 'Headers' })).toContainText('X-Tenant: {{client.xTenant}}')
    await dialog.getByRole('button', { name: 'Create connector and add step' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('1 response example was kept.')).toBeVisible()
  })

  await test.step('runs with the caller\u2019s values and their types', async () => {
    await expect(canvas.edge('start', 'create-an-order')).toBeAttached()
    await canvas.draw('Create an order', 'Success', 'Done')
    await expect(canvas.edge('create-an-order', 'done')).toBeAttached()
    await canvas.saved()
    await canvas.showRunner()
    await canvas.runner.getByRole('button', { name: 'Inputs' }).click()
    await canvas.runner
      .getByRole('textbox', { name: 'Client input, JSON' })
      .fill('{"sku": "A-1", "quantity": 2, "notify": true, "xTenant": "acme"}')
    await canvas.run()
    await canvas.expectStatus('Completed')
    expect(shop.received).toHaveLength(1)
    expect(shop.received[0]).toMatchObject({
      method: 'POST',
      path: '/v2/orders?notify=true',
      headers: { 'x-tenant': 'acme' },
      body: '{"sku":"A-1","quantity":2,"express":false}',
    })
    expect(await page.content()).not.toContain(KEY)
  })
  await shop.close()
})

test('a thousand operations stay usable, and those chosen are copied', async ({ page, context, workspace }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const paths = Object.fromEntries(
    Array.from({ length: 1_000 }, (_, at) => [
      `/things-${at}/{id}`,
      { get: { operationId: `getThing${at}`, summary: `Read thing ${at}`, responses: {} } },
    ]),
  )
  const title = unique('Large')
  const document = {
    openapi: '3.0.0',
    info: { title, version: '1' },
    servers: [{ url: 'https://large.example.com' }],
    paths,
  }
  await page.goto(`/p/${workspace.id}/connectors`)
  await page.getByRole('button', { name: 'Import…' }).click()
  await page.getByRole('radio', { name: 'OpenAPI' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'OpenAPI document' }).fill(JSON.stringify(document))
  await dialog.getByRole('button', { name: 'Preview' }).click()
  await expect(dialog.getByText('0 of 1000 chosen')).toBeVisible()
  expect(await dialog.getByRole('checkbox').count()).toBeLessThan(40)
  await dialog.getByRole('searchbox', { name: 'Search operations' }).fill('getThing99')
  await dialog.getByRole('button', { name: 'Choose all 11' }).click()
  await expect(dialog.getByText('11 of 1000 chosen')).toBeVisible()
  await dialog.getByRole('button', { name: 'Create connector' }).click()
  await expect(dialog.getByRole('heading', { name: `${title} was created` })).toBeVisible()
  await dialog.getByRole('button', { name: 'Copy 11 steps' }).click()
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible()
  const copied: unknown = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
  expect(copied).toMatchObject({ format: 'patchbay/steps@1', steps: { 'call-11': { contextKey: 'getThing999' } } })
})

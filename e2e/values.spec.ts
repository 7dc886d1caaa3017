import { readFile } from 'node:fs/promises'
import { Canvas } from './canvas'
import { call, condition, end, flowFile, start } from './fixtures/flows'
import { createOperator, expect, importFlow, signIn, test, unique } from './fixtures/test'
import { sendJson, startThirdParty } from './fixtures/third-party'

const endpoint = '/customers?email={{client.email}}'

/** Finds a customer and decides by a key of the answer. */
function lookUp(connector: string) {
  return flowFile(
    unique('Values'),
    {
      start: start('find'),
      find: call('Find', { connector, endpoint, contextKey: 'crm', next: { success: 'decide' } }),
      decide: condition('Decide', 'connectors.crm.plan', 'pro', { yes: 'done', else: 'done' }),
      done: end('Done', [{ key: 'plan', type: 'string', value: 'Plan {{connectors.crm.plan}}' }]),
    },
    'management',
  )
}

test('an answer is kept as example, completes, previews, and warns of a key that it lacks', async ({
  page,
  workspace,
}) => {
  test.setTimeout(150_000)
  const crm = await startThirdParty((request, response) => {
    const email = new URL(request.path, 'http://x').searchParams.get('email')
    sendJson(response, 200, { email, plan: 'pro', address: { city: 'Paris' }, echo: request.headers['x-api-key'] })
  })
  const connector = unique('Values CRM')
  const canvas = new Canvas(page)
  const panel = page.getByLabel('Test', { exact: true })
  const results = page.getByRole('region', { name: 'Test Results' })
  const examples = page.getByRole('region', { name: 'Examples' })
  let flow = { id: '' }
  let connectorPage = ''

  await test.step('makes a connector and keeps what a test answers', async () => {
    await page.goto(`/p/${workspace.id}/connectors/new`)
    await page.getByLabel('Name', { exact: true }).fill(connector)
    await page.getByLabel('Base URL').fill(crm.url)
    await page.getByRole('combobox', { name: 'Authentication Type' }).click()
    await page.getByRole('option', { name: 'API Key' }).click()
    await page.getByLabel('Header name').fill('X-Api-Key')
    await page.getByLabel('Key value').fill('a-key-that-stays')
    await page.getByRole('button', { name: 'Create connector' }).click()
    await expect(page.getByRole('heading', { name: connector, level: 1 })).toBeVisible()
    connectorPage = page.url()
    await panel.getByLabel('Endpoint').fill(endpoint)
    await panel.getByRole('textbox', { name: 'client.email' }).fill('ada@example.com')
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect(results.getByText(/^200 OK in/)).toBeVisible()
    await expect(results.getByText('Wait', { exact: true })).toBeVisible()
    await results.getByRole('button', { name: 'Use as example' }).click()
    await expect(results.getByRole('button', { name: 'Kept as example' })).toBeVisible()
    await examples
      .getByRole('button', { name: `GET ${endpoint}` })
      .first()
      .click()
    await expect(examples.getByRole('treeitem', { name: /plan.*pro/ })).toBeVisible()
    await expect(examples.getByRole('treeitem', { name: /echo.*••••/ })).toBeVisible()
    expect(await page.content()).not.toContain('a-key-that-stays')
  })

  await test.step('completes from it where a condition names a key', async () => {
    const file = lookUp(connector)
    flow = file
    await importFlow(workspace, file)
    await canvas.open(workspace.id, flow.id)
    await canvas.select('Decide')
    const key = canvas.panel.getByLabel('Key of row 1')
    await expect(key).toHaveAccessibleDescription(/Example: "pro"/)
    await key.fill('connectors.crm.add')
    const option = page.getByRole('option', { name: /connectors\.crm\.address\.city/ })
    await expect(option).toContainText('example · Find')
    await expect(option).toContainText('Paris')
    await option.click()
    await expect(key).toHaveValue('connectors.crm.address.city')
    await expect(key).toHaveAccessibleDescription(/Example: "Paris"/)
  })

  await test.step('lets go of the field below once a path is whole', async () => {
    await expect(page.getByRole('listbox', { name: 'Dynamic values' })).toBeHidden()
    await canvas.panel.getByRole('combobox', { name: 'Operator of row 1' }).click()
    await page.getByRole('option', { name: 'does not equal' }).click()
  })

  await test.step('warns of a key that the example lacks', async () => {
    const key = canvas.panel.getByLabel('Key of row 1')
    await key.fill('connectors.crm.adress.city')
    await key.blur()
    await expect(key).toHaveAccessibleDescription(/The example of “Find” has no adress\.city/)
    await expect(canvas.panel.getByText('The example of “Find” has no adress.city.').first()).toBeVisible()
    await key.fill('connectors.crm.plan')
    await expect(canvas.panel.getByText(/The example of “Find” has no/)).toHaveCount(0)
    await canvas.saved()
  })

  await test.step('previews with the last run, encoded for its place', async () => {
    await giveInput(canvas, '{"email": "a&b@example.com"}')
    await canvas.run()
    await canvas.expectStatus('Completed')
    await page.getByRole('radio', { name: 'Step' }).click()
    await canvas.select('Find')
    await expect(canvas.panel.getByLabel('Endpoint')).toHaveAccessibleDescription(
      'Last run: /customers?email=a%26b%40example.com',
    )
    await canvas.select('Done')
    const value = canvas.panel.getByLabel('Value of output 1')
    await expect(value).toHaveAccessibleDescription('Last run: Plan pro')
    await value.fill('{{client.nobody}}')
    await expect(value).toHaveAccessibleDescription(/Last run: no value for client\.nobody/)
  })

  await test.step('completes in the headers of the connector too', async () => {
    await page.goto(connectorPage)
    await page.getByRole('button', { name: 'Add header' }).click()
    await page.getByLabel('Name of header 1').fill('X-Email')
    await page.getByLabel('Value of header 1').fill('{{client.em')
    await page.getByRole('option', { name: /client\.email/ }).click()
    await expect(page.getByLabel('Value of header 1')).toHaveAccessibleDescription('Last run: a&b@example.com')
  })

  await test.step('is removed', async () => {
    await examples.getByRole('button', { name: /^Remove the example/ }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove example' }).click()
    await expect(examples).toBeHidden()
  })
  await crm.close()
})

test('a viewer reads an example and changes none', async ({ page, visitor, workspace }) => {
  const crm = await startThirdParty((_, response) => sendJson(response, 200, { plan: 'pro' }))
  await page.goto(`/p/${workspace.id}/connectors/new`)
  await page.getByLabel('Name', { exact: true }).fill(unique('Read only'))
  await page.getByLabel('Base URL').fill(crm.url)
  await page.getByRole('button', { name: 'Create connector' }).click()
  await page.getByLabel('Test', { exact: true }).getByRole('button', { name: 'Send' }).click()
  await page.getByRole('button', { name: 'Use as example' }).click()
  await expect(page.getByRole('region', { name: 'Examples' })).toBeVisible()

  await signIn(visitor, await createOperator(workspace, 'viewer'))
  await visitor.goto(page.url())
  const examples = visitor.getByRole('region', { name: 'Examples' })
  await examples.getByRole('button', { name: /^GET/ }).click()
  await expect(examples.getByRole('treeitem', { name: /plan.*pro/ })).toBeVisible()
  await expect(visitor.getByRole('button', { name: /Remove the example|Use as example/ })).toHaveCount(0)
  await crm.close()
})

test('a call is copied as curl, and an execution downloaded as HAR and JSON', async ({ page, workspace }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const file = lookUp('Acme CRM')
  await importFlow(workspace, file)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, file.id)
  await giveInput(canvas, '{"email": "ada@example.com"}')
  await canvas.run()
  await canvas.expectStatus('Completed')
  await canvas.message(/customers/).click()
  await canvas.details().getByRole('tab', { name: 'Request' }).click()
  await expect(canvas.details().getByText('$TOKEN')).toBeVisible()
  await canvas.details().getByRole('button', { name: 'Copy as curl' }).click()
  await expect(canvas.details().getByRole('button', { name: 'Copied' })).toBeVisible()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  expect(command).toContain(`/crm/customers?email=ada%40example.com'`)
  expect(command).toContain(`-H 'Authorization: Bearer '"$TOKEN"`)

  const read = async (item: string) => {
    await canvas.runner.getByRole('button', { name: 'Download messages' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ])
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
  }
  const har = await read('HTTP calls as HAR')
  expect(har.name).toMatch(/^execution-[a-z0-9]+\.har$/)
  expect(JSON.parse(har.text)).toMatchObject({
    log: { version: '1.2', entries: [{ request: { method: 'GET' }, response: { status: 200 } }] },
  })
  expect(har.text).not.toContain('acme-crm-demo-token')
  expect((await read('All messages as JSON')).text).toContain('"started"')
})

test('a followed link is not undone by a search typed before, and Publish begins in its note', async ({
  page,
  workspace,
}) => {
  const file = lookUp('Acme CRM')
  await importFlow(workspace, file)
  await page.goto(`/p/${workspace.id}/flows`)
  await page.getByRole('searchbox').fill(file.name)
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.getByRole('searchbox').pressSequentially(' ')
  await page.getByRole('link', { name: file.name }).click()
  const canvas = new Canvas(page)
  await canvas.step('Start').waitFor()
  await canvas.fit()
  expect(new URL(page.url()).search).toBe('')
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(page.getByRole('dialog', { name: /^Publish version/ }).getByLabel('Note')).toBeFocused()
})

/** Opens the runner and fills in what the caller gives. */
async function giveInput(canvas: Canvas, json: string): Promise<void> {
  await canvas.showRunner()
  const field = canvas.runner.getByRole('textbox', { name: 'Client input, JSON' })
  if (!(await field.isVisible())) await canvas.runner.getByRole('button', { name: /^Inputs/ }).click()
  await field.fill(json)
}

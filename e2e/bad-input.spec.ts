import type { Locator } from '@playwright/test'
import { Canvas } from './canvas'
import { call, condition, end, everyKind, flowFile, screen, start } from './fixtures/flows'
import { sandboxUrl } from './fixtures/settings'
import { expect, importFlow, prepare, test, unique } from './fixtures/test'

test('a malformed base URL or header name is refused at its field', async ({ page, workspace }) => {
  await page.goto(`/p/${workspace.id}/connectors/new`)
  await page.getByLabel('Name', { exact: true }).fill(unique('Malformed'))
  const baseUrl = page.getByLabel('Base URL')
  const create = page.getByRole('button', { name: 'Create connector' })
  const wrong: [string, RegExp][] = [
    ['', /Enter the base URL/],
    ['api.example.com', /Begin with http:\/\/ or https:\/\//],
    ['ftp://api.example.com', /Begin with http:\/\/ or https:\/\//],
    ['https://api example.com', /Remove spaces/],
    ['https://{{form.host}}', /not in the base URL/],
    ['https://user:pass@api.example.com', /use authentication Basic/],
    ['https://api.example.com/?key=1', /Remove the query/],
    ['https://api.example.com:99999', /not a valid URL/],
  ]
  for (const [text, message] of wrong) {
    await baseUrl.fill(text)
    await create.click()
    await expectRefused(baseUrl, text, message)
  }
  await baseUrl.fill('https://api.example.com')
  await page.getByRole('button', { name: 'Add header' }).click()
  const header = page.getByLabel('Name of header 1')
  for (const [text, message] of [
    ['X Request: Id', /Use letters, digits and dashes/],
    ['Host', /Patchbay sets this header itself/],
  ] as const) {
    await header.fill(text)
    await create.click()
    await expectRefused(header, text, message)
  }
  await header.fill('X-Request-Id')
  const value = page.getByLabel('Value of header 1')
  await value.fill('{{execution.id')
  await create.click()
  await expectRefused(value, '{{execution.id', /}}/)
  await expect(page).toHaveURL(/\/connectors\/new$/)
})

test('a name that is taken is refused by the server at its field, and nothing typed is lost', async ({
  page,
  workspace,
}) => {
  await page.goto(`/p/${workspace.id}/connectors/new`)
  const name = page.getByLabel('Name', { exact: true })
  await name.fill('Acme CRM')
  await page.getByLabel('Base URL').fill('https://api.example.com')
  await page.getByRole('button', { name: 'Create connector' }).click()
  await expectRefused(name, 'Acme CRM', /Another connector of this project has this name/)
  await expect(page.getByLabel('Base URL')).toHaveValue('https://api.example.com')
})

test('a malformed endpoint or payload of a test is refused at its field', async ({ page, workspace }) => {
  await page.goto(`/p/${workspace.id}/connectors`)
  await page.getByRole('link', { name: 'Acme Billing' }).click()
  const panel = page.getByLabel('Test', { exact: true })
  const endpoint = panel.getByLabel('Endpoint')
  const send = panel.getByRole('button', { name: 'Send' })
  for (const [text, message] of [
    ['https://evil.example.com/', /below the connector/],
    ['/a/../b', /Remove the \. and \.\. segments/],
    ['/a b', /Remove the spaces/],
    ['/{{form.}}', /path|dynamic/i],
  ] as const) {
    await endpoint.fill(text)
    await send.click()
    await expectRefused(endpoint, text, message)
  }
  await endpoint.fill('/echo')
  await panel.getByRole('radio', { name: 'JSON' }).click()
  const payload = panel.getByLabel('JSON payload')
  await payload.fill('{"email": {{form.email}}}')
  await send.click()
  await expectRefused(payload, '{"email": {{form.email}}}', /not valid JSON.*in quotes/)
  await expect(page.getByRole('region', { name: 'Test Results' })).toHaveCount(0)
})

test('what is wrong in a step is told at its field, listed, and keeps the flow from being published', async ({
  page,
  workspace,
}) => {
  const flow = everyKind(unique('Wrong'))
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)

  await canvas.select('Find')
  const endpoint = canvas.panel.getByLabel('Endpoint')
  await endpoint.fill('https://evil.example.com/')
  await expectRefused(endpoint, 'https://evil.example.com/', /below the connector/)
  const contextKey = canvas.panel.getByLabel('Context key')
  await contextKey.fill('2 customers')
  await expectRefused(contextKey, '2 customers', /Use letters, digits and _/)
  const timeout = canvas.panel.getByLabel('Timeout')
  await timeout.fill('500')
  await expectRefused(timeout, '500', /at most 120 seconds/)
  await canvas.panel.getByRole('radio', { name: 'JSON' }).click()
  const payload = canvas.panel.getByRole('textbox', { name: 'JSON payload' })
  await payload.press('Control+a')
  await page.keyboard.insertText('{"email": ')
  await expect(payload).toHaveAccessibleDescription(/not JSON yet/)
  await expect(payload).toHaveText('{"email": ')

  await canvas.select('Decide')
  const key = canvas.panel.getByLabel('Key of row 1')
  await key.fill('{{form.email}}')
  await key.press('Escape')
  await expectRefused(key, '{{form.email}}', /not a path.*without braces/)
  await key.fill('form.email')
  await key.press('Escape')
  await choose(canvas, 'matches pattern')
  const value = canvas.panel.getByLabel('Value of row 1')
  await value.fill('[a-')
  await expectRefused(value, '[a-', /pattern|expression|bracket|closing|missing/i)
  await choose(canvas, 'is divisible by')
  await value.fill('0')
  await expectRefused(value, '0', /number other than 0/)

  await test.step('the list leads to the field, and publishing waits', async () => {
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const blocked = page.getByRole('dialog', { name: 'Not ready to publish' })
    await blocked.getByRole('button', { name: /Use letters, digits and _/ }).click()
    await expect(blocked).toBeHidden()
    await expect(contextKey).toBeFocused()
    await expect(contextKey).toHaveValue('2 customers')
    await expect(endpoint).toHaveValue('https://evil.example.com/')
  })

  await test.step('the draft is saved all the same, and is there after a reload', async () => {
    await canvas.saved()
    await page.reload()
    await canvas.select('Find')
    await expect(contextKey).toHaveValue('2 customers')
    await expect(page.getByText(/Not published/)).toBeVisible()
  })
})

test('a step whose connector was deleted meanwhile is named, and blocks publishing', async ({ page, workspace }) => {
  const connector = unique('Gone')
  const authentication = { method: 'none' }
  const connectors = [{ type: 'http', name: connector, baseUrl: `${sandboxUrl}/crm`, authentication }]
  await prepare(['connector', 'import', '-', '--project', workspace.id], {
    format: 'patchbay/connectors@1',
    connectors,
  })
  const flow = flowFile(unique('Left behind'), {
    start: start('find'),
    find: call('Find', { connector, next: { success: 'done' } }),
    done: end('Done'),
  })
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.select('Find')
  await page.keyboard.press('Delete')
  await expect(canvas.step('Find')).toBeHidden()
  await canvas.saved()

  await test.step('the connector that no flow uses any more is deleted in another tab', async () => {
    const other = await page.context().newPage()
    await other.goto(`/p/${workspace.id}/connectors`)
    await other.getByRole('button', { name: `Actions of ${connector}` }).click()
    await other.getByRole('menuitem', { name: 'Delete…' }).click()
    await other.getByRole('button', { name: 'Delete connector' }).click()
    await expect(other.getByRole('link', { name: connector })).toHaveCount(0)
    await other.close()
  })

  await test.step('undo brings the step back, without its connector', async () => {
    await page.keyboard.press('Control+z')
    await expect(canvas.step('Find')).toBeVisible()
    await canvas.saved()
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const blocked = page.getByRole('dialog', { name: 'Not ready to publish' })
    await blocked.getByRole('button', { name: /This connector is not in the project/ }).click()
    await expect(blocked).toBeHidden()
    await expect(canvas.panel.getByRole('heading', { name: 'Find', level: 2 })).toBeVisible()
    await expect(canvas.panel.getByText('This connector is not in the project.').first()).toBeVisible()
  })
})

test('JSON that is not finished stays with its own flow', async ({ page, workspace }) => {
  const [first, second] = [everyKind(unique('First')), everyKind(unique('Second'))]
  await importFlow(workspace, first)
  await importFlow(workspace, second)
  const canvas = new Canvas(page)
  const payload = canvas.panel.getByRole('textbox', { name: 'JSON payload' })
  const showPayload = async (name: string) => {
    await page.getByRole('link', { name }).click()
    await canvas.fit()
    await canvas.select('Find')
    await canvas.panel.getByRole('radio', { name: 'JSON' }).click()
  }
  await page.goto(`/p/${workspace.id}/flows`)
  await showPayload(first.name)
  await payload.press('Control+a')
  await page.keyboard.insertText('{"of the first": ')
  await expect(payload).toHaveAccessibleDescription(/not JSON yet/)
  // Inside the page, without a load that would clear the browser's memory.
  await page.getByRole('link', { name: 'Back to the flows' }).click()
  await showPayload(second.name)
  await expect(payload).toHaveText('{}')
  await page.getByRole('link', { name: 'Back to the flows' }).click()
  await showPayload(first.name)
  await expect(payload).toHaveText('{"of the first": ')
})

test('an unknown path is a warning in the problems list and in the runner', async ({ page, workspace }) => {
  const flow = flowFile(unique('Unknown path'), {
    start: start('call'),
    call: call('Call', { endpoint: '/plans?for={{form.nobody}}', next: { success: 'done' } }),
    done: end('Done'),
  })
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await page.getByRole('button', { name: 'Problems: 1 warning' }).click()
  await page
    .getByRole('dialog', { name: 'Problems' })
    .getByRole('button', { name: /form\.nobody/ })
    .click()
  await expect(canvas.panel.getByLabel('Endpoint')).toBeFocused()
  await canvas.run()
  await canvas.expectStatus('Completed')
  await canvas
    .message(/form\.nobody/)
    .first()
    .click()
  await expect(canvas.details()).toContainText('had no value')
})

test('a loop without a wait ends at the step limit with a clear failure', async ({ page, workspace }) => {
  const flow = flowFile(unique('Loop'), {
    start: start('first'),
    first: condition('First', 'client.plan', 'pro', { yes: 'done', else: 'second' }),
    second: condition('Second', 'client.plan', 'pro', { yes: 'done', else: 'first' }),
    done: end('Done'),
  })
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.run()
  await canvas.expectStatus('Failed')
  await expect(canvas.runner.getByText(/1,?000 steps/).first()).toBeVisible()
})

test('a screen refuses what does not fit, at the field, and keeps what was typed', async ({ page, workspace }) => {
  const flow = flowFile(unique('Refuses'), {
    start: start('ask'),
    ask: screen(
      'Ask',
      [
        { type: 'email', name: 'email', label: 'Email', required: true },
        { type: 'number', name: 'age', label: 'Age', min: 18 },
        { type: 'text-input', name: 'code', label: 'Code', pattern: '[A-Z]{2}' },
        { type: 'password', name: 'pin', label: 'PIN', required: true },
        { type: 'button', id: 'go', text: 'Go' },
      ],
      { go: 'done' },
    ),
    done: end('Done'),
  })
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.run()
  const field = (name: string) => canvas.screen.getByRole('textbox', { name })
  await field('Email').fill('nobody')
  await field('Age').fill('seven')
  await field('Code').fill('abc')
  await canvas.screen.getByRole('button', { name: 'Go' }).click()
  await expectRefused(field('Email'), 'nobody', /email/i)
  await expectRefused(field('Age'), 'seven', /number/i)
  await expectRefused(field('Code'), 'abc', /\S/)
  await expect(field('PIN')).toHaveAccessibleDescription(/\S/)
  await expect(field('Email')).toBeFocused()
  await field('Email').fill('ada@example.com')
  await field('Age').fill('36')
  await field('Code').fill('GB')
  await field('PIN').fill('a-secret-pin')
  await canvas.screen.getByRole('button', { name: 'Go' }).click()
  await canvas.expectStatus('Completed')
  await canvas.message('Submitted with go').last().click()
  await expect(canvas.details()).toContainText('••••')
  expect(await page.content()).not.toContain('a-secret-pin')
})

async function choose(canvas: Canvas, operator: string): Promise<void> {
  await canvas.panel.getByRole('combobox', { name: 'Operator of row 1' }).click()
  await canvas.page.getByRole('option', { name: operator, exact: true }).click()
}

/** The field says what is wrong, and still holds what was typed. */
async function expectRefused(field: Locator, typed: string, message: RegExp): Promise<void> {
  await expect(field).toHaveAccessibleDescription(message)
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toHaveValue(typed)
}

import { Canvas } from './canvas'
import { end, flowFile, screen, start } from './fixtures/flows'
import { expect, importFlow, test, unique } from './fixtures/test'
import { sendJson, startThirdParty } from './fixtures/third-party'

const TOKEN = 'a-token-of-the-command'

test('a curl command becomes a connector and a step of the open flow, which makes the same call', async ({
  page,
  workspace,
}) => {
  const desk = await startThirdParty(({ headers }, response) => {
    if (headers.authorization !== `Bearer ${TOKEN}`) return sendJson(response, 401, { error: 'Who are you?' })
    sendJson(response, 201, { ticket: { id: 17 } })
  })
  const flow = flowFile(unique('Ticket'), {
    start: start('ask'),
    ask: screen(
      'Ask',
      [
        { type: 'text-input', name: 'subject', label: 'Subject' },
        { type: 'button', id: 'submit', text: 'Go' },
      ],
      {},
    ),
    done: end('Done', [{ key: 'id', type: 'number', value: '{{connectors.postTickets.ticket.id}}' }]),
  })
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  const name = unique('Desk')
  const dialog = page.getByRole('dialog', { name: 'Import a curl command' })

  await test.step('opens from the + of a port', async () => {
    await canvas.open(workspace.id, flow.id)
    await canvas.addAfter('Ask', 'Go', 'curl command')
    await expect(dialog).toBeVisible()
  })

  await test.step('says where a command cannot be read, and keeps what was typed', async () => {
    const text = dialog.getByRole('textbox', { name: 'curl command' })
    await text.fill(`curl -X LIST ${desk.url}/api/v2/tickets`)
    await dialog.getByRole('button', { name: 'Preview' }).click()
    await expect(dialog.getByRole('alert')).toContainText('Connectors send GET, POST')
    await dialog.getByRole('button', { name: 'line 1, column 9' }).click()
    expect(
      await text.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd)),
    ).toBe('LIST')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await canvas.addAfter('Ask', 'Go', 'curl command')
    await expect(text).toHaveValue(`curl -X LIST ${desk.url}/api/v2/tickets`)
    await text.fill(
      `curl -sS ${desk.url}/api/v2/tickets?notify=1 --proxy http://proxy:3128 \\\n  -H 'Authorization: Bearer ${TOKEN}' -H 'X-Desk: 4' \\\n  --json '{"subject": "{{form.subject}}", "priority": 2, "draft": false}' -m 20`,
    )
    await dialog.getByRole('button', { name: 'Preview' }).click()
  })

  await test.step('shows what will be made and what will not', async () => {
    await expect(dialog.getByLabel('Base URL')).toHaveValue(`${desk.url}/api/v2`)
    await expect(dialog.getByLabel('Token')).toHaveValue(TOKEN)
    await expect(dialog.getByLabel('Token')).toHaveAttribute('type', 'password')
    await expect(dialog.getByRole('region', { name: 'Step', exact: true })).toContainText('/tickets?notify=1')
    await expect(dialog.getByRole('region', { name: 'Payload' })).toContainText('"priority": 2')
    await expect(dialog.getByRole('list', { name: 'Report' })).toContainText('--proxy')
    await dialog.getByLabel('Name').fill('Acme CRM')
    await dialog.getByRole('button', { name: 'Create connector and add step' }).click()
    await expect(dialog.getByText('Another connector of this project has this name.')).toBeVisible()
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('button', { name: 'Create connector and add step' }).click()
    await expect(dialog).toBeHidden()
  })

  await test.step('the step is there, after the port, with its connector', async () => {
    await expect(canvas.edge('ask', 'post-tickets')).toBeAttached()
    await canvas.select('POST tickets')
    await expect(canvas.panel.getByRole('button', { name: 'Connector' })).toHaveText(name)
    await expect(canvas.panel.getByLabel('Context key')).toHaveValue('postTickets')
    await expect(canvas.panel.getByLabel('Timeout')).toHaveValue('20')
    await canvas.draw('POST tickets', 'Success', 'Done')
    await expect(canvas.edge('post-tickets', 'done')).toBeAttached()
    await canvas.saved()
  })

  await test.step('runs, and sends what curl would', async () => {
    await canvas.run()
    await canvas.screen.getByRole('textbox', { name: 'Subject' }).fill('Door stuck')
    await canvas.screen.getByRole('button', { name: 'Go' }).click()
    await canvas.expectStatus('Completed')
    expect(desk.received).toHaveLength(1)
    expect(desk.received[0]).toMatchObject({
      method: 'POST',
      path: '/api/v2/tickets?notify=1',
      headers: { 'x-desk': '4', accept: 'application/json', 'content-type': 'application/json' },
      body: '{"subject":"Door stuck","priority":2,"draft":false}',
    })
    expect(await page.content()).not.toContain(TOKEN)
  })

  const preview = async (command: string) => {
    await canvas.area.press('/')
    await canvas.choose('curl command')
    await dialog.getByRole('textbox', { name: 'curl command' }).fill(command)
    await dialog.getByRole('button', { name: 'Preview' }).click()
  }

  await test.step('a command that signs in otherwise gets a connector of its own, unless another is chosen', async () => {
    await preview(`curl ${desk.url}/api/v2/open/tickets -H 'X-Api-Key: ${TOKEN}' -H 'X-Desk: 5' -H 'X-Lang: de'`)
    const connector = dialog.getByRole('combobox', { name: 'Connector' })
    await expect(connector).toHaveText('A new connector')
    await expect(dialog.getByLabel('Value of X-Api-Key')).toHaveValue(TOKEN)
    await connector.click()
    await page.getByRole('option', { name }).click()
    const lost = dialog.getByRole('list', { name: 'Not sent with this connector' })
    await expect(lost.getByRole('listitem')).toHaveText([
      'Authentication: API Key (X-Api-Key)',
      'Header X-Desk: 5 (the connector sends 4)',
      'Header X-Lang: de',
    ])
    await expect(dialog.getByRole('list', { name: 'Sent by this connector besides' })).toContainText('Bearer Token')
    await dialog.getByRole('button', { name: 'Back' }).click()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  await test.step('one that makes the same call takes the connector that is there', async () => {
    await preview(`curl ${desk.url}/api/v2/tickets/{id} -H 'Authorization: Bearer ${TOKEN}' -H 'x-desk: 4'`)
    await expect(dialog.getByRole('combobox', { name: 'Connector' })).toContainText(name)
    await expect(dialog.getByRole('list', { name: 'Not sent with this connector' })).toContainText('has stored')
    await expect(dialog.getByRole('region', { name: 'Step', exact: true })).toContainText('/tickets/{{client.id}}')
    await dialog.getByRole('button', { name: 'Add step' }).click()
    await expect(canvas.step('GET tickets')).toContainText('GET /tickets/{{client.id}}')
  })

  await test.step('shows the endpoint below the base URL as it is typed', async () => {
    await preview(`curl ${desk.url}/api/v2/tickets/$ID`)
    await expect(dialog.getByRole('list', { name: 'Report' })).toContainText('$ID')
    const step = dialog.getByRole('region', { name: 'Step', exact: true })
    await expect(step.getByText('/tickets/{{client.ID}}', { exact: true })).toBeVisible()
    await dialog.getByLabel('Base URL').fill(desk.url)
    await expect(step.getByText('/api/v2/tickets/{{client.ID}}', { exact: true })).toBeVisible()
  })
  await desk.close()
})

test('a curl command on the page of connectors: its step is copied and pasted into a flow', async ({
  page,
  context,
  workspace,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const name = unique('Billing')
  const flow = flowFile(unique('Paste'), { start: start('done'), done: end('Done') })
  await importFlow(workspace, flow)
  await page.goto(`/p/${workspace.id}/connectors`)
  await page.getByRole('button', { name: 'Import…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog
    .getByRole('textbox', { name: 'curl command' })
    .fill(`curl https://billing.example.com/v1/invoices -H "X-Api-Key: $KEY" -k`)
  await dialog.getByRole('button', { name: 'Preview' }).click()
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Create connector' }).click()
  await expect(dialog.getByText('Enter it: the connector cannot sign in without.')).toBeVisible()
  await dialog.getByLabel('Value of X-Api-Key').fill('the-key')
  await dialog.getByRole('button', { name: 'Create connector' }).click()
  await expect(dialog.getByRole('heading', { name: `${name} was created` })).toBeVisible()
  await dialog.getByRole('button', { name: 'Copy step' }).click()
  await dialog.getByRole('link', { name: 'Open connector' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await expect(page.getByLabel('Header name')).toHaveValue('X-Api-Key')
  expect(await page.content()).not.toContain('the-key')

  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.area.press('Control+v')
  await expect(canvas.step('GET invoices')).toBeVisible()
  await canvas.select('GET invoices')
  await expect(canvas.panel.getByRole('button', { name: 'Connector' })).toHaveText(name)
})

test('a connector file is imported as a whole, or its places are named', async ({ page, workspace }) => {
  await page.goto(`/p/${workspace.id}/connectors`)
  await page.getByRole('button', { name: 'Import…' }).click()
  await page.getByRole('radio', { name: 'Connector file' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import a connector file' })
  const text = dialog.getByRole('textbox', { name: 'Connector file' })
  const connector = { type: 'http', name: unique('From a file'), baseUrl: 'ftp://example.com' }
  await text.fill(JSON.stringify(connector))
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('baseUrl')
  await text.fill(JSON.stringify({ ...connector, baseUrl: 'https://example.com' }))
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('link', { name: connector.name })).toBeVisible()
})

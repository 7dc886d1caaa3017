import { Canvas } from './canvas'
import { call, end, flowFile, start } from './fixtures/flows'
import { sandboxUrl } from './fixtures/settings'
import { expect, importFlow, test, unique } from './fixtures/test'

const CLIENT_SECRET = 'acme-partner-demo-secret'

test('OAuth 2.0 client credentials: one masked token request, shared, renewed on 401, forgotten on request', async ({
  page,
  workspace,
}) => {
  const name = unique('Partner')
  const results = page.getByRole('region', { name: 'Test Results' })
  const exchanges = results.getByRole('list', { name: 'Exchanges before this one' })
  const token = page.getByRole('region', { name: 'Access token' })
  const panel = page.getByLabel('Test', { exact: true })

  async function send() {
    const answered = page.waitForResponse((response) => response.url().endsWith('/test'))
    await panel.getByRole('button', { name: 'Send' }).click()
    const text = await (await answered).text()
    expect(text).not.toContain(CLIENT_SECRET)
    expect(text).not.toMatch(/acme-[\w-]{32}/)
    await expect(results.getByText(/^200 OK in/)).toBeVisible()
  }

  await test.step('is set up in the form', async () => {
    await page.goto(`/p/${workspace.id}/connectors/new?type=http`)
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByLabel('Base URL').fill(`${sandboxUrl}/partner`)
    await page.getByRole('combobox', { name: 'Authentication Type' }).click()
    await page.getByRole('option', { name: 'OAuth 2.0 Client Credentials' }).click()
    const create = page.getByRole('button', { name: 'Create connector' })
    await create.click()
    const tokenUrl = page.getByLabel('Token URL')
    await expect(tokenUrl).toHaveAccessibleDescription(/Enter the token URL/)
    await tokenUrl.fill('https://auth.example.com/{{form.tenant}}')
    await page.getByLabel('Client ID', { exact: true }).fill('acme-partner')
    await page.getByLabel('Client secret').fill(CLIENT_SECRET)
    await page.getByLabel('Scopes').fill('customers.read  orders.read')
    await expect(tokenUrl).toHaveAccessibleDescription(/takes no dynamic values/)
    await tokenUrl.fill(`${sandboxUrl}/oauth/token`)
    await page.getByRole('button', { name: 'Add token request header' }).click()
    await page.getByLabel('Name of token request header 1').fill('Authorization')
    await page.getByLabel('Value of token request header 1').fill('nope')
    await create.click()
    await expect(page.getByText('The client ID and secret are sent in this header.')).toBeVisible()
    await page.getByLabel('Name of token request header 1').fill('X-Tenant')
    await create.click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await expect(token).toContainText('No access token is held')
  })

  await test.step('fetches a token with the first test, which shows it masked', async () => {
    await panel.getByLabel('Endpoint').fill('/plans')
    await send()
    await exchanges.getByRole('button', { name: /^Token request → 200 in/ }).click()
    await exchanges.getByRole('tab', { name: 'Request' }).click()
    await expect(exchanges.getByText(`${sandboxUrl}/oauth/token`)).toBeVisible()
    await expect(exchanges.getByText('Basic ••••')).toBeVisible()
    await exchanges.getByRole('tab', { name: /Response/ }).click()
    await expect(exchanges.getByText('"••••"')).toBeVisible()
    await expect(token).toContainText('An access token is held')
  })

  await test.step('uses it again, and another one when the API refuses it', async () => {
    await send()
    await expect(exchanges).toBeHidden()
    await fetch(`${sandboxUrl}/oauth/revoke-all`, { method: 'POST' })
    await send()
    await expect(exchanges.getByRole('button', { name: /^Tried GET \/partner\/plans → 401/ })).toBeVisible()
    await expect(exchanges.getByRole('button', { name: /^Token request → 200/ })).toBeVisible()
  })

  await test.step('forgets it', async () => {
    await token.getByRole('button', { name: 'Forget token' }).click()
    await expect(page.getByText('The access token was forgotten.')).toBeVisible()
    await expect(token).toContainText('No access token is held')
  })

  await test.step('tells the token request as a message of its own in a flow', async () => {
    const flow = flowFile(unique('Ask the partner'), {
      start: start('ask'),
      ask: call('Ask', { connector: name, next: { success: 'done' } }),
      done: end('Done'),
    })
    await importFlow(workspace, flow)
    const canvas = new Canvas(page)
    await canvas.open(workspace.id, flow.id)
    await canvas.run()
    await canvas.expectStatus('Completed')
    await expect(canvas.message(/Token request → 200/)).toBeVisible()
    await expect(canvas.message(/GET \/partner\/plans → 200/)).toBeVisible()
  })

  await test.step('says what the token endpoint answered when it refuses', async () => {
    await page.goto(`/p/${workspace.id}/connectors`)
    await page.getByRole('link', { name }).click()
    await page.getByLabel('Scopes').fill('everything')
    await panel.getByRole('button', { name: 'Save and test' }).click()
    await expect(results.getByText(/400 Bad Request: invalid_scope \(There is no scope everything\)/)).toBeVisible()
    await expect(exchanges.getByRole('button', { name: /^Token request → 400/ })).toBeVisible()
  })

  await test.step('never sends the stored secret to another host', async () => {
    await page.getByLabel('Token URL').fill('https://elsewhere.example.com/token')
    const replace = page.getByRole('button', { name: 'Replace Client secret' })
    await expect(replace).toHaveAccessibleDescription(/token URL now leads to another host/)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(replace).toHaveAccessibleDescription(/Enter it again/)
    await page.getByRole('button', { name: 'Discard changes' }).click()
  })
})

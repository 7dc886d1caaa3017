import { expect, test, unique } from './fixtures/test'
import { sendJson, startThirdParty } from './fixtures/third-party'

test('a stored secret is asked again before it goes to another host', async ({ page, workspace }) => {
  const [first, second] = await Promise.all([
    startThirdParty((_, response) => sendJson(response, 200, {})),
    startThirdParty((_, response) => sendJson(response, 200, {})),
  ])
  await page.goto(`/p/${workspace.id}/connectors/new`)
  const name = unique('Moving')
  await page.getByLabel('Name', { exact: true }).fill(name)
  const baseUrl = page.getByLabel('Base URL')
  await baseUrl.fill(first.url)
  await page.getByRole('combobox', { name: 'Authentication Type' }).click()
  await page.getByRole('option', { name: 'Bearer Token' }).click()
  await page.getByLabel('Token').fill('the-first-token')
  await page.getByRole('button', { name: 'Create connector' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  const replace = page.getByRole('button', { name: 'Replace Token' })
  const save = page.getByRole('button', { name: 'Save', exact: true })

  await test.step('another path of the same host keeps it', async () => {
    await baseUrl.fill(`${first.url}/v1`)
    await save.click()
    await expect(page.getByText('Saved. Flows use it from now on.')).toBeVisible()
    await expect(replace).toBeVisible()
  })

  await test.step('another host is told at once, and refused at the secret', async () => {
    await baseUrl.fill(second.url)
    await expect(replace).toHaveAccessibleDescription(/leads to another host/)
    await save.click()
    await expect(replace).toHaveAccessibleDescription(/Enter it again/)
    await expect(baseUrl).toHaveValue(second.url)
  })

  await test.step('and goes with a secret of its own', async () => {
    await replace.click()
    await page.getByLabel('Token').fill('the-second-token')
    await save.click()
    await expect(replace).toBeVisible()
    const panel = page.getByLabel('Test', { exact: true })
    await panel.getByLabel('Endpoint').fill('/')
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByRole('region', { name: 'Test Results' }).getByText(/^200 OK in/)).toBeVisible()
    expect(second.received.at(-1)?.headers.authorization).toBe('Bearer the-second-token')
    expect(first.received).toEqual([])
  })
})

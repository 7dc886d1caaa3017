import { sandboxUrl } from './fixtures/settings'
import { expect, test, unique } from './fixtures/test'

test('a connector that tries again shows each attempt, and POST is left out until it is chosen', async ({
  page,
  workspace,
}) => {
  const name = unique('Patient')
  const panel = page.getByLabel('Test', { exact: true })
  const results = page.getByRole('region', { name: 'Test Results' })
  const exchanges = results.getByRole('list', { name: 'Exchanges before this one' }).getByRole('button')

  await test.step('is off in a new connector', async () => {
    await page.goto(`/p/${workspace.id}/connectors/new?type=http`)
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByLabel('Base URL').fill(sandboxUrl)
    await page.getByRole('button', { name: 'Advanced' }).click()
    const tries = page.getByRole('switch', { name: 'Try failed requests again' })
    await expect(tries).not.toBeChecked()
    await tries.click()
  })

  await test.step('says what is wrong with its settings', async () => {
    await page.getByLabel('Statuses').fill('200, 503')
    await page.getByLabel('Attempts').fill('1')
    await page.getByRole('button', { name: 'Create connector' }).click()
    await expect(page.getByLabel('Statuses')).toHaveAccessibleDescription(/Only error statuses/)
    await expect(page.getByLabel('Attempts')).toHaveAccessibleDescription(/at least 2 attempts/)
    await page.getByLabel('Statuses').fill('429 503')
    await page.getByLabel('Attempts').fill('3')
    await expect(page.getByRole('checkbox', { name: 'POST' })).not.toBeChecked()
    await expect(page.getByRole('checkbox', { name: 'PUT' })).toBeChecked()
    await page.getByRole('button', { name: 'Create connector' }).click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  })

  await test.step('succeeds with the third attempt and shows the first two', async () => {
    await panel.getByLabel('Endpoint').fill(`/flaky?fails=2&name=${encodeURIComponent(name)}`)
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect(results.getByText(/^200 OK in/)).toBeVisible()
    await expect(exchanges).toHaveCount(2)
    await expect(exchanges.last()).toHaveText(/503 in .*, after a wait of [\d.]+ m?s$/)
    await expect(results.getByText(/The whole call took \d/)).toBeVisible()
    await exchanges.first().click()
    await expect(results.getByText(/attempt 2 of 3/)).toBeVisible()
  })

  await test.step('sends POST once', async () => {
    await panel.getByRole('combobox', { name: 'Verb' }).click()
    await page.getByRole('option', { name: 'POST' }).click()
    await panel.getByLabel('Endpoint').fill('/status/503')
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect(results.getByText(/^503 Service Unavailable in/)).toBeVisible()
    await expect(exchanges).toHaveCount(0)
  })

  await test.step('keeps the policy', async () => {
    await page.reload()
    await expect(page.getByLabel('Attempts')).toHaveValue('3')
    await expect(page.getByLabel('Statuses')).toHaveValue('429, 503')
    await page.getByRole('checkbox', { name: 'POST' }).click()
    await expect(page.getByText(/POST may do the work twice/)).toBeVisible()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Saved. Flows use it from now on.')).toBeVisible()
  })
})

import { startFreshServer } from './fixtures/server'
import { expect, test } from './fixtures/test'

// The setup link exists once in the life of a Patchbay, so this journey has one of its own.
test.use({ storageState: { cookies: [], origins: [] } })

test('from the setup link to the request and response of a sample flow', async ({ page }) => {
  test.setTimeout(120_000)
  const server = await startFreshServer()
  try {
    await test.step('the link makes the owner', async () => {
      await page.goto(server.setupLink)
      await expect(page.getByRole('heading', { name: 'Welcome to Patchbay' })).toBeVisible()
      await page.getByLabel('Name').fill('Nora Newcomer')
      await page.getByLabel('E-mail').fill('nora@example.com')
      await page.getByLabel('Password').fill('short')
      await page.getByRole('button', { name: 'Create account and open the console' }).click()
      await expect(page.getByText('Use at least 10 characters.')).toBeVisible()
      await expect(page.getByLabel('Name')).toHaveValue('Nora Newcomer')
      await page.getByLabel('Password').fill('a password of mine')
      await page.getByRole('button', { name: 'Create account and open the console' }).click()
      await expect(page.getByRole('heading', { name: 'Flows', level: 1 })).toBeVisible()
      await expect(page.getByRole('button', { name: 'Account of Nora Newcomer' })).toBeVisible()
    })

    const runner = page.getByRole('region', { name: 'Runner', exact: true })
    await test.step('a sample flow runs and asks for an email', async () => {
      await page.getByRole('link', { name: 'Look up a customer' }).click()
      await page.getByRole('button', { name: 'Run', exact: true }).click()
      await runner.getByRole('button', { name: 'Run', exact: true }).click()
      const screen = runner.getByRole('region', { name: 'Screen to fill in' })
      await expect(screen.getByRole('heading', { name: 'Look up a customer' })).toBeVisible()
      await screen.getByRole('textbox', { name: 'Email' }).fill('ada@example.com')
      await screen.getByRole('button', { name: 'Look up' }).click()
      await expect(runner.getByText('Completed', { exact: true })).toBeVisible()
      const outputs = runner.getByRole('region', { name: 'Outputs' }).first()
      await expect(outputs.getByRole('treeitem', { name: /name.*Ada Lovelace/ })).toBeVisible()
    })

    await test.step('the call shows its response and its request, without the token', async () => {
      await runner.getByRole('button', { name: /Find the customer.*→ 200/ }).click()
      const details = runner.getByRole('region', { name: /Details of message/ })
      await expect(details.getByRole('tab', { name: 'Response 200' })).toHaveAttribute('aria-selected', 'true')
      await expect(details.getByRole('treeitem', { name: /email.*ada@example\.com/ })).toBeVisible()
      await expect(details.getByRole('rowheader', { name: 'content-type' })).toBeVisible()
      await details.getByRole('tab', { name: 'Request' }).click()
      await expect(details.getByText(/\/crm\/customers\?email=ada%40example\.com/)).toBeVisible()
      await expect(details.getByRole('row', { name: /authorization/i })).toContainText('••••')
      expect(await page.content()).not.toContain('acme-crm-demo-token')
    })

    await test.step('the condition shows which branch decided', async () => {
      await runner.getByRole('button', { name: /Which plan\?/ }).click()
      const decided = runner.getByRole('listitem').filter({ hasText: 'Decided' }).filter({ hasText: 'Pays for a plan' })
      await expect(decided.last()).toContainText('connectors.customer.plan')
    })

    await test.step('the execution has a page of its own, and is in the list', async () => {
      await runner.getByRole('link', { name: "Open the execution's page" }).click()
      await expect(page.getByRole('heading', { name: 'Look up a customer', level: 1 })).toBeVisible()
      await expect(page.getByRole('region', { name: 'Flow as it ran' })).toBeVisible()
      await page.getByRole('link', { name: 'Executions', exact: true }).first().click()
      await expect(page.getByRole('table', { name: 'Executions' }).getByRole('row')).toHaveCount(2)
    })

    await test.step('the link works once', async () => {
      await page.goto(server.setupLink)
      await expect(page.getByRole('heading', { name: 'Patchbay is set up' })).toBeVisible()
      await expect(page.getByLabel('Password')).toHaveCount(0)
    })
  } finally {
    // First: what the page still asks for would meet a server that stops.
    await page.goto('about:blank')
    await server.stop()
  }
})

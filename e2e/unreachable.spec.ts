import type { Page } from '@playwright/test'
import { expect, test } from './fixtures/test'

// Server actions whose request never arrives: each says so, nothing typed is lost, and the same press works afterwards.

test('without a network a form keeps what was typed, and a press says that nothing came of it', async ({
  page,
  guard,
  emptyProject,
}) => {
  guard.allow(/net::ERR_(FAILED|INTERNET_DISCONNECTED)/)
  await page.goto(`/p/${emptyProject.id}/keys`)
  await page.getByRole('link', { name: 'Access keys' }).click()
  await page.getByRole('button', { name: 'Create access key' }).click()
  const dialog = page.getByRole('dialog')

  await test.step('a form', async () => {
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly')
    const restore = await cutActions(page)
    await dialog.getByRole('button', { name: 'Create key' }).click()
    await expect(dialog.getByRole('alert')).toHaveText(/cannot be reached.*still here/)
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('Nightly')
    await restore()
    await dialog.getByRole('button', { name: 'Create key' }).click()
    await expect(dialog.getByText('Copy the key now')).toBeVisible()
    await dialog.getByRole('button', { name: 'Done' }).click()
  })

  await test.step('a menu', async () => {
    const restore = await cutActions(page)
    await page.getByRole('button', { name: 'Actions of Nightly' }).click()
    await page.getByRole('menuitem', { name: 'Deactivate' }).click()
    await expect(page.getByText(/The server cannot be reached/)).toBeVisible()
    await restore()
    await page.getByRole('button', { name: 'Actions of Nightly' }).click()
    await page.getByRole('menuitem', { name: 'Deactivate' }).click()
    await expect(page.getByText('The key Nightly is refused from now on.')).toBeVisible()
  })

  await test.step('a button of its own', async () => {
    await page.goto(`/p/${emptyProject.id}/users/new`)
    await page.getByRole('textbox', { name: 'Login ids' }).fill('ada@example.com')
    const restore = await cutActions(page)
    await page.getByRole('button', { name: 'Create user' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'cannot be reached' })).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Login ids' })).toHaveValue('ada@example.com')
    await restore()
    await page.getByRole('button', { name: 'Create user' }).click()
    await page.getByRole('button', { name: 'Disable user…' }).click()
    await page.getByRole('button', { name: 'Disable user', exact: true }).click()
    const enable = page.getByRole('button', { name: 'Enable user' })
    await enable.waitFor()
    const again = await cutActions(page)
    await enable.click()
    await expect(page.getByText(/The server cannot be reached/)).toBeVisible()
    await again()
    await enable.click()
    await expect(page.getByRole('button', { name: 'Disable user…' })).toBeVisible()
  })
})

/** Cuts the way of server actions; answers what restores it. */
async function cutActions(page: Page): Promise<() => Promise<void>> {
  const isAction = () => true
  await page.route(isAction, async (route) => {
    if (route.request().headers()['next-action']) await route.abort()
    else await route.fallback()
  })
  return () => page.unroute(isAction)
}

import { apiExport } from '@/lib/flow/descope/testing/exports'
import { Canvas } from './canvas'
import { expect, test } from './fixtures/test'

test('begins a flow from a template', async ({ page, emptyProject }) => {
  await page.goto(`/p/${emptyProject.id}/flows`)
  await page.getByRole('button', { name: 'New flow' }).click()
  const dialog = page.getByRole('dialog', { name: 'New flow' })
  await dialog.getByRole('radio', { name: 'Enrich the user from a CRM' }).click()
  await expect(dialog.getByLabel('Name')).toHaveValue('Enrich the user from a CRM')
  await expect(dialog.getByRole('radiogroup', { name: 'Kind' })).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Create flow' }).click()
  await expect(page).toHaveURL(/\/flows\/enrich-the-user-from-a-crm$/)
  await expect(page.getByText('no connector named Acme CRM')).toBeVisible()
  await expect(new Canvas(page).step('Ask the CRM')).toBeVisible()
})

test('shows what becomes of a Descope flow before it is stored', async ({ page, emptyProject }) => {
  await page.goto(`/p/${emptyProject.id}/flows`)
  await page.getByRole('button', { name: 'Import' }).click()
  const importing = page.getByRole('dialog', { name: 'Import a flow' })
  await importing.getByRole('textbox', { name: 'JSON' }).fill(JSON.stringify(apiExport))
  await importing.getByRole('button', { name: 'Import' }).click()

  const report = page.getByRole('dialog', { name: 'What becomes of “Sign in”' })
  await expect(report.getByRole('region', { name: /^Not imported/ })).toContainText('Passkey')
  await expect(report.getByRole('region', { name: /^Imported in part/ })).toContainText('riskInfo.botDetected')
  await report.getByRole('button', { name: 'Back' }).click()
  await expect(importing.getByRole('textbox', { name: 'JSON' })).not.toHaveValue('')
  await importing.getByRole('button', { name: 'Import' }).click()
  await report.getByRole('button', { name: 'Import as a draft' }).click()

  await expect(page).toHaveURL(/\/flows\/sign-in$/)
  await expect(page.getByText('Not imported: Passkey').first()).toBeVisible()
})

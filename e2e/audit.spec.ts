import { readFile } from 'node:fs/promises'
import { expectAccessible } from './fixtures/axe'
import { createOperator, expect, signIn, test, unique } from './fixtures/test'

test('what was changed is in the audit log, field by field, and comes as a file', async ({
  page,
  visitor,
  guard,
  emptyProject,
}) => {
  const name = unique('Renamed')
  await page.goto(`/p/${emptyProject.id}/settings`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Save settings' }).click()
  await expect(page.getByText('Settings saved.')).toBeVisible()
  await page.getByLabel('Allowed origins').fill('https://app.example.com')
  await page.getByRole('button', { name: 'Save addresses' }).click()
  await expect(page.getByText('Addresses saved.')).toBeVisible()

  await page.getByRole('link', { name: 'Audit', exact: true }).click()
  const log = page.getByRole('table', { name: 'Audit log' })
  await expect(log.getByRole('row', { name: /project\.updateOrigins/ })).toContainText('Olga Owner')
  await log.getByRole('button', { name: 'Details of project.update', exact: true }).click()
  const changed = log.getByRole('table', { name: 'What changed' })
  await expect(changed.getByRole('row', { name: /^name/ })).toContainText(emptyProject.name)
  await expect(changed.getByRole('row', { name: /^name/ })).toContainText(name)
  await expectAccessible(page, 'the audit log with an open line')

  await test.step('it narrows, and the address keeps the filter', async () => {
    await page.getByRole('combobox', { name: 'Action' }).click()
    await page.getByRole('option', { name: 'project.updateOrigins' }).click()
    await expect(log.getByRole('row')).toHaveCount(2)
    await page.reload()
    await expect(log.getByRole('row')).toHaveCount(2)
    await page.getByRole('combobox', { name: 'Who' }).click()
    await page.getByRole('option', { name: 'Management key' }).click()
    await expect(page.getByText('Nothing matches')).toBeVisible()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(log.getByRole('row', { name: /project\.update\b/ }).first()).toBeVisible()
  })

  await test.step('the file holds what the page shows', async () => {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export JSON' }).click()
    const text = await readFile(await (await download).path(), 'utf8')
    expect(JSON.parse(text)).toEqual(
      expect.arrayContaining([expect.objectContaining({ action: 'project.updateOrigins' })]),
    )
  })

  await test.step('an editor has no part in it', async () => {
    guard.allow(/response: 404 GET/)
    await signIn(visitor, await createOperator(emptyProject, 'editor'))
    await expect(visitor.getByRole('link', { name: 'Audit', exact: true })).toBeHidden()
    await visitor.goto(`/p/${emptyProject.id}/audit`)
    await expect(visitor.getByRole('table')).toBeHidden()
  })
})

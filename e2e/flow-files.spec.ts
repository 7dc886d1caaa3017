import { apiExport } from '@/lib/flow/descope/testing/exports'
import { Canvas } from './canvas'
import { end, flowFile, start } from './fixtures/flows'
import { expect, importFlow, test } from './fixtures/test'

test('begins a flow from a template, with the connectors that it calls', async ({ page, emptyProject }) => {
  await page.goto(`/p/${emptyProject.id}/flows`)
  await page.getByRole('button', { name: 'New flow' }).click()
  const dialog = page.getByRole('dialog', { name: 'New flow' })
  await dialog.getByRole('radio', { name: 'Enrich the user from a CRM' }).click()
  await expect(dialog.getByLabel('Name')).toHaveValue('Enrich the user from a CRM')
  await expect(dialog.getByRole('radiogroup', { name: 'Kind' })).toHaveCount(0)
  await expect(dialog.getByText('The project has no connector named Acme CRM')).toBeVisible()
  await expect(dialog.getByRole('switch', { name: 'Make what is missing' })).toBeChecked()
  await dialog.getByRole('button', { name: 'Create flow' }).click()
  await expect(page).toHaveURL(/\/flows\/enrich-the-user-from-a-crm$/)
  await expect(page.getByRole('button', { name: 'No problems' })).toBeVisible()
  await expect(new Canvas(page).step('Ask the CRM')).toBeVisible()
})

test('begins a flow from a template without its connectors', async ({ page, emptyProject }) => {
  await page.goto(`/p/${emptyProject.id}/flows`)
  await page.getByRole('button', { name: 'New flow' }).click()
  const dialog = page.getByRole('dialog', { name: 'New flow' })
  await dialog.getByRole('radio', { name: 'Enrich the user from a CRM' }).click()
  await dialog.getByRole('switch', { name: 'Make what is missing' }).click()
  await dialog.getByRole('button', { name: 'Create flow' }).click()
  // The dialog says it too.
  const notifications = page.getByRole('region', { name: /^Notifications/ })
  await expect(notifications.getByText('no connector named Acme CRM')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Problems:/ })).toBeVisible()
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

test('says in plain words what a file lacks', async ({ page, emptyProject }) => {
  const script = { kind: 'scriptlet', name: 'Count', code: '', contextKey: 'count', next: {} }
  const errorHandling = { scriptExecution: { mode: 'sometimes' } }
  const file = flowFile('Half', { start: start('count'), count: { ...script, errorHandling }, done: end('Done') })
  await page.goto(`/p/${emptyProject.id}/flows`)
  await page.getByRole('button', { name: 'Import' }).click()
  const importing = page.getByRole('dialog', { name: 'Import a flow' })
  await importing.getByRole('textbox', { name: 'JSON' }).fill(JSON.stringify(file))
  await importing.getByRole('button', { name: 'Import' }).click()
  await expect(importing.getByRole('alert')).toContainText('steps.count.arguments')
  await expect(importing.getByRole('alert')).toContainText('This is missing. Give a list.')
  await expect(importing.getByRole('alert')).toContainText('Use one of: automatic, custom, ignore.')
})

test('names the flows that run a flow, in the list and before one deletes it', async ({ page, emptyProject }) => {
  const part = flowFile('Part', { start: start('done'), done: end('Done') })
  const whole = flowFile('Whole', {
    start: start('run'),
    run: {
      kind: 'subflow',
      name: 'Run the part',
      flow: part.id,
      inputs: [],
      exits: [{ id: 'done', name: 'Done', result: 'success' }],
      contextKey: 'part',
      errorHandling: { subflowExecution: { mode: 'automatic' } },
      next: { done: 'done' },
    },
    done: end('Done'),
  })
  await importFlow(emptyProject, part, true)
  await importFlow(emptyProject, whole, true)
  await page.goto(`/p/${emptyProject.id}/flows`)
  await page.getByRole('button', { name: 'Part is used in 1 flow' }).click()
  await expect(page.getByRole('dialog', { name: 'Where Part is used' })).toContainText('Step Run the part')
  await page.keyboard.press('Escape')
  await page
    .getByRole('row', { name: /^Part/ })
    .getByRole('button', { name: /^Actions/ })
    .click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  const refusal = page.getByRole('dialog', { name: 'Part cannot be deleted yet' })
  await expect(refusal.getByRole('link', { name: 'Whole' })).toBeVisible()
  await refusal.getByRole('button', { name: 'Close' }).first().click()
  await page
    .getByRole('row', { name: /^Whole/ })
    .getByRole('button', { name: /^Actions/ })
    .click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await expect(page.getByRole('alertdialog', { name: 'Delete Whole?' })).toBeVisible()
})

import { Canvas } from './canvas'
import { expectAccessible } from './fixtures/axe'
import { end, flowFile, start } from './fixtures/flows'
import { expect, importFlow, test, unique } from './fixtures/test'

test('a scriptlet is written, tested in the inspector and runs in the flow', async ({ page, workspace }) => {
  const done = end('Done', [{ key: 'total', type: 'json', value: '{{scripts.price.total}}' }])
  const flow = flowFile(unique('Price'), { start: { ...start('done'), next: {} }, done }, 'management')
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.addAfter('Start', 'Next', 'Scriptlet')
  const { panel } = canvas
  const code = panel.getByRole('textbox', { name: 'Script', exact: true })
  await code.fill("console.log('seats', args.seats)\nreturn { total: args.seats * 12 }")
  await panel.getByLabel('Step name').fill('Price')
  await expect(panel.getByLabel('Context key')).toHaveValue('price')
  await panel.getByRole('textbox', { name: 'Name of argument 1' }).fill('seats')
  await panel.getByRole('combobox', { name: 'Type of argument 1' }).click()
  await page.getByRole('option', { name: 'Number' }).click()
  await panel.getByRole('textbox', { name: 'Value of argument 1' }).fill('5')

  await panel.getByRole('textbox', { name: 'args.seats' }).fill('3')
  await panel.getByRole('button', { name: 'Run script' }).click()
  await expect(panel.getByRole('treeitem', { name: 'total: 36' })).toBeVisible()
  await expect(panel.getByRole('listitem').filter({ hasText: 'seats 3' })).toBeVisible()
  await code.fill('while (true) {}')
  await panel.getByRole('button', { name: 'Run script' }).click()
  await expect(panel.getByText('The script ran for more than 250 ms.')).toBeVisible()
  await expectAccessible(page, 'a scriptlet with its test')

  await code.fill("console.warn('seats', args.seats)\nreturn { total: args.seats * 12 }")
  await canvas.draw('Price', 'Success', 'Done')
  await canvas.saved()
  await canvas.run()
  await canvas.expectStatus('Completed')
  await canvas.message('Script ran in').click()
  await expect(canvas.details()).toContainText('seats 5')
  await canvas.message('Completed with 1 output').click()
  await expect(canvas.details().last()).toContainText('60')
  await canvas.publish('Prices')
})

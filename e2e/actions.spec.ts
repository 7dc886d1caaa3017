import { Canvas } from './canvas'
import { end, flowFile, start } from './fixtures/flows'
import { expect, importFlow, test, unique } from './fixtures/test'

test('an action is added by the menu, set up in the inspector and runs', async ({ page, workspace }) => {
  const flow = flowFile(unique('Values'), { start: { ...start('done'), next: {} }, done: end('Done') }, 'management')
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.addAfter('Start', 'Next', 'Set Value')
  const { panel } = canvas
  await expect(panel.getByRole('heading', { name: 'Set Value', exact: true, level: 2 })).toBeVisible()
  await panel.getByRole('textbox', { name: 'Path of value 1' }).fill('user.name')
  await expect(panel.getByText('Begin with values., form. or client.')).toBeVisible()
  await panel.getByRole('textbox', { name: 'Path of value 1' }).fill('values.plan')
  await panel.getByRole('textbox', { name: 'Value of value 1' }).fill('pro')
  await expect(panel.getByText('Begin with values., form. or client.')).toBeHidden()
  await canvas.draw('Set Value', 'Success', 'Done')
  await canvas.select('Done')
  await panel.getByRole('button', { name: 'Add output' }).click()
  await panel.getByRole('textbox', { name: 'Key of output 1' }).fill('plan')
  await panel.getByRole('textbox', { name: 'Value of output 1' }).fill('{{values.plan}}')
  await canvas.saved()
  await canvas.run()
  await canvas.expectStatus('Completed')
  await canvas.message('Set Value').click()
  await expect(canvas.details()).toContainText('values.plan')
  await canvas.message('Completed with 1 output').click()
  await expect(canvas.details().last()).toContainText('"pro"')
  await canvas.publish('Sets a value')
})

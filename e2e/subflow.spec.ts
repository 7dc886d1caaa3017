import { Canvas } from './canvas'
import { expectAccessible } from './fixtures/axe'
import { end, flowFile, screen, start } from './fixtures/flows'
import { expect, importFlow, test, unique } from './fixtures/test'

test('a flow is run as a part of another: chosen, connected by its ends, and shown in the runner', async ({
  page,
  workspace,
}) => {
  const ask = screen(
    'Ask for a plan',
    [
      { type: 'text-input', name: 'plan', label: 'Plan', required: true },
      { type: 'button', id: 'submit', text: 'Continue' },
    ],
    { submit: 'chosen' },
  )
  const chosen = end('Chosen', [{ key: 'plan', type: 'string', value: '{{form.plan}}' }])
  const inner = flowFile(unique('Plans'), { start: start('ask'), ask, chosen })
  await importFlow(workspace, inner)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, inner.id)
  await canvas.publish('To be run by others')

  const done = end('Done', [{ key: 'plan', type: 'string', value: '{{subflows.subflow.plan}}' }])
  const outer = flowFile(unique('Orders'), { start: { ...start('done'), next: {} }, done })
  await importFlow(workspace, outer)
  await canvas.open(workspace.id, outer.id)
  await canvas.addAfter('Start', 'Next', 'Subflow')
  const { panel } = canvas
  await panel.getByRole('button', { name: 'Flow', exact: true }).click()
  await page.getByRole('dialog', { name: 'Flows' }).getByRole('combobox').fill(inner.name)
  await page.getByRole('option', { name: inner.name }).click()
  await expect(panel.getByRole('link', { name: 'Open flow' })).toBeVisible()
  await expect(canvas.step('Subflow').getByText('Chosen')).toBeVisible()
  await expectAccessible(page, 'a subflow step')
  await canvas.draw('Subflow', 'Chosen', 'Done')
  await canvas.draw('Subflow', 'Unhandled Error', 'Done')
  await canvas.saved()
  await canvas.run()
  await canvas.expectStatus('Waiting')
  await canvas.screen.getByLabel('Plan').fill('pro')
  await canvas.screen.getByRole('button', { name: 'Continue' }).click()
  await canvas.expectStatus('Completed')
  await expect(canvas.message(`${inner.name} ended at Chosen`)).toBeVisible()
  await canvas.message('Completed with 1 output').click()
  await expect(canvas.details().last()).toContainText('"pro"')
  await canvas.publish('With a part of its own')
})

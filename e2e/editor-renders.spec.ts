import { Canvas } from './canvas'
import { everyKind } from './fixtures/flows'
import { expect, importFlow, test, unique } from './fixtures/test'

test('typing in a form renders its own card and nothing else of the canvas', async ({ page, workspace }) => {
  const flow = everyKind(unique('Renders'))
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.select('Find')
  const endpoint = canvas.panel.getByLabel('Endpoint')
  await endpoint.press('End')

  await page.evaluate(() => {
    window.patchbayRenders = {}
  })
  await endpoint.pressSequentially('&page=1', { delay: 30 })
  // The card shows the endpoint, cut off by CSS only: the text has arrived when the document has it.
  await expect(canvas.step('Find')).toContainText('page=1')
  await canvas.saved()

  const renders = await page.evaluate(() => window.patchbayRenders ?? {})
  expect(Object.keys(renders)).toEqual(['step:find'])
})

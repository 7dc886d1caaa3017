import { Canvas } from './canvas'
import { expect, test, unique, uniqueId } from './fixtures/test'
import { sendJson, startThirdParty } from './fixtures/third-party'

test('a connector and a flow from nothing, tested, drawn, published and run', async ({ page, workspace }) => {
  test.setTimeout(150_000)
  const stock: Record<string, number> = { tea: 12, salt: 0 }
  const warehouse = await startThirdParty(({ path, headers }, response) => {
    if (headers['x-api-key'] !== 'a-warehouse-key') return sendJson(response, 401, { error: 'Who are you?' })
    const article = decodeURIComponent(path.split('/').at(-1) ?? '')
    const left = stock[article]
    if (left === undefined) sendJson(response, 404, { error: `No ${article} here.` })
    else sendJson(response, 200, { article, left, shelf: { row: 4 } })
  })
  const connector = unique('Warehouse')
  const name = unique('Order')
  const flowId = uniqueId('order')
  const canvas = new Canvas(page)

  await test.step('makes a connector', async () => {
    await page.goto(`/p/${workspace.id}/connectors`)
    await page.getByRole('link', { name: 'New connector' }).click()
    await page.getByLabel('Name', { exact: true }).fill(connector)
    await page.getByLabel('Base URL').fill(`${warehouse.url}/v1`)
    await page.getByRole('combobox', { name: 'Authentication Type' }).click()
    await page.getByRole('option', { name: 'API Key' }).click()
    await page.getByLabel('Header name').fill('X-Api-Key')
    await page.getByLabel('Key value').fill('a-warehouse-key')
    await page.getByRole('button', { name: 'Create connector' }).click()
    await expect(page.getByRole('heading', { name: connector, level: 1 })).toBeVisible()
    await expect(page.getByText('A value is stored.')).toBeAttached()
  })

  await test.step('tests it and reads request and response', async () => {
    const panel = page.getByLabel('Test', { exact: true })
    await panel.getByLabel('Endpoint').fill('/articles/{{form.article}}')
    await panel.getByRole('textbox', { name: 'form.article' }).fill('tea')
    await panel.getByRole('button', { name: 'Send' }).click()
    const results = page.getByRole('region', { name: 'Test Results' })
    await expect(results.getByText(/^200 OK in/)).toBeVisible()
    await expect(results.getByRole('treeitem', { name: /left.*12/ })).toBeVisible()
    await results.getByRole('tab', { name: 'Request' }).click()
    await expect(results.getByText(`${warehouse.url}/v1/articles/tea`)).toBeVisible()
    await expect(results.getByRole('row', { name: /x-api-key/i })).toContainText('••••')
    expect(warehouse.received.at(-1)).toMatchObject({ method: 'GET', path: '/v1/articles/tea' })
    expect(await page.content()).not.toContain('a-warehouse-key')
  })

  await test.step('begins a flow', async () => {
    await page.getByRole('link', { name: 'Flows', exact: true }).click()
    await page.getByRole('button', { name: 'New flow' }).click()
    const dialog = page.getByRole('dialog', { name: 'New flow' })
    await dialog.getByLabel('Name').fill(name)
    await expect(dialog.getByLabel('Id')).not.toHaveValue('')
    await dialog.getByLabel('Id').fill(flowId)
    await dialog.getByRole('button', { name: 'Create flow' }).click()
    await expect(canvas.step('Start')).toBeVisible()
  })

  await test.step('adds a screen by the button of an empty flow, and gives it a field', async () => {
    await canvas.panel.getByRole('button', { name: 'Add the first step' }).click()
    await canvas.choose('Screen')
    await canvas.panel.getByLabel('Step name').fill('Ask')
    await canvas.panel.getByRole('button', { name: 'Add component' }).click()
    await page.getByRole('menuitem', { name: 'Text input' }).click()
    await canvas.panel.getByLabel('Label').fill('Article')
    await canvas.panel.getByLabel('Name', { exact: true }).fill('article')
    await canvas.panel.getByRole('checkbox', { name: 'Required' }).check()
    const preview = canvas.panel.getByRole('region', { name: 'Preview' })
    await expect(preview.getByRole('textbox', { name: 'Article' })).toBeDisabled()
  })

  await test.step('adds the call by /, behind the selected screen', async () => {
    await canvas.area.press('/')
    await canvas.choose(connector)
    await canvas.panel.getByLabel('Step name').fill('Stock')
    const endpoint = canvas.panel.getByLabel('Endpoint')
    await endpoint.fill('/articles/')
    await endpoint.press('End')
    await endpoint.pressSequentially('{{form.a')
    await page.getByRole('option', { name: /form\.article/ }).click()
    await expect(endpoint).toHaveValue('/articles/{{form.article}}')
    await expect(canvas.panel.getByLabel('Context key')).toHaveValue('stock')
    await expect(canvas.step('Stock')).toContainText('GET /articles/{{form.article}}')
  })

  await test.step('adds a condition by the + of a port, and an end behind each branch', async () => {
    await canvas.addAfter('Stock', 'Success', 'Condition')
    await canvas.panel.getByLabel('Step name').fill('Any left?')
    await canvas.panel.getByLabel('Branch name').fill('Some')
    await canvas.panel.getByLabel('Key of row 1').fill('connectors.stock.left')
    await page.keyboard.press('Escape')
    await canvas.panel.getByRole('combobox', { name: 'Operator of row 1' }).click()
    await page.getByRole('option', { name: 'is greater than', exact: true }).click()
    await canvas.panel.getByLabel('Value of row 1').fill('0')
    await expect(canvas.step('Any left?')).toContainText('Some')
    await canvas.addAfter('Any left?', 'Some', 'End')
    await canvas.panel.getByLabel('Step name').fill('Ordered')
    await canvas.panel.getByRole('button', { name: 'Add output' }).click()
    await canvas.panel.getByLabel('Key of output 1').fill('shelf')
    await canvas.panel.getByLabel('Value of output 1').fill('{{connectors.stock.shelf.row}}')
  })

  await test.step('draws the edge back with the mouse', async () => {
    await expect(canvas.edges()).toHaveCount(4)
    await canvas.draw('Any left?', 'Else', 'Ask')
    await expect(canvas.edges()).toHaveCount(5)
    await page.keyboard.press('Control+z')
    await expect(canvas.edges()).toHaveCount(4)
    await page.keyboard.press('Control+Shift+z')
    await expect(canvas.edges()).toHaveCount(5)
    await expect(page.getByRole('button', { name: 'No problems' })).toBeVisible()
  })

  await test.step('publishes with a note and runs the live version', async () => {
    await canvas.publish('The first one')
    await expect(page.getByText('Version 1 live')).toBeVisible()
    await canvas.run('Version 1')
    await canvas.screen.getByRole('textbox', { name: 'Article' }).fill('salt')
    await canvas.screen.getByRole('button', { name: 'Continue' }).click()
    await expect(canvas.message('Condition → Else')).toBeVisible()
    await expect(canvas.screen.getByRole('textbox', { name: 'Article' })).toBeVisible()
    await canvas.screen.getByRole('textbox', { name: 'Article' }).fill('tea')
    await canvas.screen.getByRole('button', { name: 'Continue' }).click()
    await canvas.expectStatus('Completed')
    await expect(canvas.message('Condition → Some')).toBeVisible()
    await expect(canvas.message('Started version 1')).toBeVisible()
    await expect(canvas.runner.getByRole('treeitem', { name: /shelf.*4/ }).first()).toBeVisible()
    await expect(canvas.area.getByText('taken 2×').first()).toBeVisible()
    expect(warehouse.received.map(({ path }) => path)).toEqual([
      '/v1/articles/tea',
      '/v1/articles/salt',
      '/v1/articles/tea',
    ])
  })

  await test.step('finds it in the list, live', async () => {
    await page.getByRole('link', { name: 'Back to the flows' }).click()
    await page.getByRole('searchbox', { name: 'Search flows' }).fill(flowId)
    const row = page.getByRole('row', { name: new RegExp(name) })
    await expect(row).toContainText('1 execution')
    await expect(row).toContainText(/v(ersion )?1|Live/i)
  })
  await warehouse.close()
})

import type { Page } from '@playwright/test'
import { everyKind } from './fixtures/flows'
import { expect, importFlow, test, unique } from './fixtures/test'

test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

test('navigates, runs a flow and reads an execution on a phone', async ({ page, workspace }) => {
  const flow = everyKind(unique('On the way'))
  await importFlow(workspace, flow, true)

  await test.step('every page fits the width', async () => {
    for (const path of ['flows', 'connectors', 'connectors/new', 'executions', 'keys', 'members', 'settings']) {
      await page.goto(`/p/${workspace.id}/${path}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectFits(page, path)
    }
  })

  await test.step('navigates by the menu', async () => {
    await page.getByRole('button', { name: 'Open navigation' }).tap()
    const sheet = page.getByRole('dialog', { name: 'Navigation' })
    await expect(sheet.getByRole('link', { name: 'Connectors' })).toBeVisible()
    await expectFits(page, 'navigation')
    await sheet.getByRole('link', { name: 'Flows' }).tap()
    await expect(sheet).toBeHidden()
    await expect(page.getByRole('heading', { name: 'Flows', level: 1 })).toBeVisible()
  })

  await test.step('runs a flow', async () => {
    await page.getByRole('searchbox', { name: 'Search flows' }).fill(flow.id)
    await expect(page.getByText('1 flow found')).toBeVisible()
    await page.getByRole('link', { name: flow.name }).tap()
    await page.getByRole('button', { name: 'Run', exact: true }).tap()
    const runner = page.getByRole('region', { name: 'Runner', exact: true })
    await runner.getByRole('button', { name: 'Run', exact: true }).tap()
    await runner.getByRole('textbox', { name: 'Email' }).fill('ada@example.com')
    await expectFits(page, 'runner')
    await runner.getByRole('button', { name: 'Go' }).tap()
    await expect(runner.getByText('Completed', { exact: true })).toBeVisible()
    await runner.getByRole('button', { name: /→ 200/ }).tap()
    await runner.getByRole('tab', { name: 'Request' }).tap()
    await expect(runner.getByRole('row', { name: /authorization/i })).toContainText('••••')
    await expectFits(page, 'runner with a request')
    await runner.getByRole('link', { name: "Open the execution's page" }).tap()
  })

  await test.step('reads the execution', async () => {
    await expect(page.getByRole('heading', { name: flow.name, level: 1 })).toBeVisible()
    const messages = page.getByRole('list', { name: 'Runner messages' })
    await messages.getByRole('button').filter({ hasText: '→ 200' }).tap()
    await expect(page.getByRole('treeitem', { name: /Ada Lovelace/ })).toBeVisible()
    await expectFits(page, 'execution')
  })
})

/** The page does not scroll sideways. */
async function expectFits(page: Page, state: string): Promise<void> {
  const [scroll, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(scroll, state).toBeLessThanOrEqual(window ?? 0)
  const main = await page
    .getByRole('main', { includeHidden: true })
    .first()
    .evaluate((element) => element.scrollWidth - element.clientWidth)
  expect(main, `${state}, main`).toBeLessThanOrEqual(0)
}

import type { Page, Route } from '@playwright/test'
import { Canvas } from './canvas'
import { condition, end, everyKind, flowFile, start } from './fixtures/flows'
import { expect, importFlow, test, unique, type Workspace } from './fixtures/test'

test('a reload in mid-execution brings the waiting screen back, and it goes on', async ({ page, workspace }) => {
  const flow = everyKind(unique('Reload'))
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.run()
  await expect(canvas.screen.getByRole('button', { name: 'Go' })).toBeVisible()
  await expect(page).toHaveURL(/[?&]execution=[a-z0-9]{20}/)
  await page.reload()
  await expect(canvas.message('Started the draft')).toBeVisible()
  await canvas.screen.getByRole('textbox', { name: 'Email' }).fill('alan@example.com')
  await canvas.screen.getByRole('button', { name: 'Go' }).click()
  await expect(canvas.message('Condition → Else')).toBeVisible()
  await expect(canvas.screen.getByRole('textbox', { name: 'Email' })).toBeVisible()
  await page.reload()
  await canvas.screen.getByRole('textbox', { name: 'Email' }).fill('ada@example.com')
  await canvas.screen.getByRole('button', { name: 'Go' }).click()
  await canvas.expectStatus('Completed')
  await expect(canvas.message('Completed with 1 output')).toHaveCount(1)
  await page.reload()
  await canvas.expectStatus('Completed')
})

test('a reload while a call is under way finds its answer', async ({ page, workspace }) => {
  const flow = everyKind(unique('Slow'))
  flow.steps.find = { ...flow.steps.find, endpoint: '/slow?ms=3000' }
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.run()
  await canvas.screen.getByRole('button', { name: 'Go' }).click()
  await expect(canvas.message('Submitted with submit')).toBeVisible()
  await page.reload()
  await expect(canvas.message('→ 200')).toBeVisible()
  await canvas.expectStatus('Waiting')
})

test('a draft that could not be saved is offered again after a reload', async ({ page, workspace }) => {
  const flow = await importSmall(workspace)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  const release = await holdSaves(page)
  await canvas.select('Decide')
  await canvas.panel.getByLabel('Step name').fill('Typed and not saved')
  await expect(canvas.step('Typed and not saved')).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: /Saving|Unsaved/ })).toBeVisible()
  await page.reload()
  await release()
  await expect(canvas.step('Decide')).toBeVisible()
  await expect(page.getByText('Unsaved changes from an earlier visit')).toBeVisible()
  await page.getByRole('button', { name: 'Restore them' }).click()
  await expect(canvas.step('Typed and not saved')).toBeVisible()
  await canvas.saved()
  await page.reload()
  await expect(canvas.step('Typed and not saved')).toBeVisible()
  await expect(page.getByText('Unsaved changes from an earlier visit')).toHaveCount(0)
})

test('while the server cannot be reached the work goes on, and is saved when it answers', async ({
  page,
  workspace,
  guard,
}) => {
  const flow = await importSmall(workspace)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  guard.allow(/net::ERR_INTERNET_DISCONNECTED/)
  await page.context().setOffline(true)
  await canvas.select('Decide')
  await canvas.panel.getByLabel('Step name').fill('Typed offline')
  await expect(page.getByRole('alert').filter({ hasText: 'The server cannot be reached' })).toBeVisible()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Retry' }).click()
  await canvas.saved()
  await page.reload()
  await expect(canvas.step('Typed offline')).toBeVisible()
})

test.describe('the same draft in two tabs: the later save gets a conflict and keeps its work', () => {
  test('and may take theirs, which undo takes back', async ({ page, workspace }) => {
    const flow = await importSmall(workspace)
    const later = await provokeConflict(page, workspace, flow.id)
    await later.page.getByRole('button', { name: 'Reload theirs' }).click()
    await expect(later.step('Theirs')).toBeVisible()
    await expect(conflict(later.page)).toHaveCount(0)
    await later.page.getByRole('button', { name: /^Undo: / }).click()
    await expect(later.step('Mine')).toBeVisible()
    await later.saved()
    await page.reload()
    await expect(new Canvas(page).step('Mine')).toBeVisible()
  })

  test('and may overwrite', async ({ page, workspace }) => {
    const flow = await importSmall(workspace)
    const later = await provokeConflict(page, workspace, flow.id)
    await later.page.getByRole('button', { name: 'Overwrite with mine' }).click()
    await expect(conflict(later.page)).toHaveCount(0)
    await later.saved()
    await page.reload()
    await expect(new Canvas(page).step('Mine')).toBeVisible()
  })

  test('and may become a flow of its own', async ({ page, workspace }) => {
    const flow = await importSmall(workspace)
    const later = await provokeConflict(page, workspace, flow.id)
    await later.page.getByRole('button', { name: 'Save mine as a copy' }).click()
    await expect(conflict(later.page)).toHaveCount(0)
    await expect(later.step('Theirs')).toBeVisible()
    await later.page.getByRole('button', { name: 'Open', exact: true }).click()
    await expect(later.step('Mine')).toBeVisible()
    expect(new URL(later.page.url()).pathname).not.toBe(`/p/${workspace.id}/flows/${flow.id}`)
    await page.reload()
    await expect(new Canvas(page).step('Theirs')).toBeVisible()
  })

  test('and is still there after a reload', async ({ page, workspace }) => {
    const flow = await importSmall(workspace)
    const later = await provokeConflict(page, workspace, flow.id)
    await later.page.reload()
    await expect(later.step('Theirs')).toBeVisible()
    await later.page.getByRole('button', { name: 'Restore them' }).click()
    await expect(later.step('Mine')).toBeVisible()
    await later.saved()
  })
})

async function importSmall(workspace: Workspace) {
  const flow = flowFile(unique('Draft'), {
    start: start('decide'),
    decide: condition('Decide', 'client.plan', 'pro', { yes: 'done', else: 'done' }),
    done: end('Done'),
  })
  await importFlow(workspace, flow)
  return flow
}

/** Two tabs open the draft, the first saves, then the second; answers the second. */
async function provokeConflict(page: Page, workspace: Workspace, flowId: string): Promise<Canvas> {
  const first = new Canvas(page)
  const later = new Canvas(await page.context().newPage())
  await first.open(workspace.id, flowId)
  await later.open(workspace.id, flowId)
  await first.select('Decide')
  await first.panel.getByLabel('Step name').fill('Theirs')
  await expect(first.step('Theirs')).toBeVisible()
  await first.saved()
  await later.select('Decide')
  await later.panel.getByLabel('Step name').fill('Mine')
  await expect(conflict(later.page)).toBeVisible()
  await expect(conflict(later.page)).toContainText('Olga Owner')
  await expect(later.step('Mine')).toBeVisible()
  return later
}

function conflict(page: Page) {
  return page.getByRole('alert').filter({ hasText: 'This draft was saved elsewhere after you opened it' })
}

/** Keeps saves from getting anywhere, as a dead connection does. @returns what lets them through again */
async function holdSaves(page: Page): Promise<() => Promise<void>> {
  const held: Route[] = []
  const hold = async (route: Route) => {
    if (route.request().headers()['next-action']) held.push(route)
    else await route.continue()
  }
  await page.route('**/flows/*', hold)
  return async () => {
    await page.unroute('**/flows/*', hold)
    // Those of the page that was left are gone for good.
    for (const route of held) await route.continue().catch(() => {})
  }
}

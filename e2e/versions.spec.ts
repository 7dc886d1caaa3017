import type { Locator, Page } from '@playwright/test'
import { Canvas } from './canvas'
import { expectAccessible } from './fixtures/axe'
import { everyKind } from './fixtures/flows'
import { createOperator, expect, importFlow, signIn, test, unique, type Workspace } from './fixtures/test'

test.describe.configure({ timeout: 120_000 })

test('history, preview and comparison of versions', async ({ page, workspace }) => {
  const flow = await publishTwo(workspace, unique('Two versions'))
  const canvas = new Canvas(page)
  const versions = new Versions(page)
  await canvas.open(workspace.id, flow.id)

  await test.step('the history says what is live', async () => {
    await page.keyboard.press('Shift+H')
    await expect(versions.rows()).toHaveText([/Version 2.*Live/, /Version 1/])
    await expectAccessible(page, 'history')
  })

  await test.step('a version is shown read only, with the settings of its steps', async () => {
    await versions.open(1)
    await expect(page.getByRole('heading', { name: 'Version 1', level: 2 })).toBeFocused()
    await expect(versions.card('Find')).toBeVisible()
    await versions.card('Find').click()
    const settings = canvas.panel.getByRole('region', { name: 'Settings of Find' })
    await expect(settings.getByText('/customers?email={{form.email}}')).toBeVisible()
    await page.keyboard.press('Delete')
    await expect(versions.card('Find')).toBeVisible()
    await expectAccessible(page, 'preview')
    await page.screenshot({ path: test.info().outputPath('preview.png') })
  })

  await test.step('a note can be put right', async () => {
    await canvas.panel.getByRole('button', { name: 'Add note' }).click()
    await canvas.panel.getByLabel('Note').fill('The first one')
    await canvas.panel.getByRole('button', { name: 'Save note' }).click()
    await expect(canvas.panel.getByText('The first one')).toBeVisible()
    await canvas.panel.getByRole('button', { name: 'All versions' }).click()
    await expect(versions.rows().nth(1)).toContainText('The first one')
  })

  await test.step('two versions are compared field by field and on the canvas', async () => {
    await versions.open(1)
    await versions.compareWith('Version 2')
    const changes = canvas.panel.getByRole('region', { name: 'From Version 1 to Version 2' })
    const find = changes.getByRole('region', { name: 'Find' })
    await expect(find).toContainText('Endpoint')
    await expect(find).toContainText('was /customers?email={{form.email}}')
    await expect(find).toContainText('is now /people?email={{form.email}}')
    await expect(changes.getByRole('region', { name: 'Ask' })).toContainText('Components › “PIN”')
    await expect(changes.getByRole('region', { name: 'Farewell' })).toContainText('Added')
    await expect(changes.getByRole('region', { name: 'Decide' })).toContainText('Removed')
    await expect(versions.card('Find Changed')).toBeVisible()
    await expect(versions.card('Farewell Added')).toBeVisible()
    await expect(versions.card('Decide Removed')).toBeVisible()
    await changes.getByRole('button', { name: 'Farewell' }).click()
    await expect(versions.card('Farewell Added')).toBeInViewport()
    await expectAccessible(page, 'comparison')
    await page.screenshot({ path: test.info().outputPath('comparison.png') })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: test.info().outputPath('comparison-dark.png') })
    await page.emulateMedia({ colorScheme: 'light' })
  })

  await test.step('and a version with the draft', async () => {
    await versions.compareWith('Draft')
    await expect(canvas.panel.getByRole('region', { name: 'From Version 1 to Draft' })).toContainText('Find')
    await page.getByRole('button', { name: 'Back to the draft' }).click()
    await expect(canvas.area).toBeVisible()
  })
})

test('an older version comes back: into the draft, and live', async ({ page, workspace }) => {
  const flow = await publishTwo(workspace, unique('Back again'))
  const canvas = new Canvas(page)
  const versions = new Versions(page)
  await canvas.open(workspace.id, flow.id)

  await test.step('a draft that is published is replaced at once, and undo brings it back', async () => {
    await versions.show()
    await versions.open(1)
    await canvas.panel.getByRole('button', { name: 'Restore into the draft' }).click()
    await expect(canvas.step('Decide')).toBeVisible()
    await canvas.saved()
    await page.getByRole('button', { name: 'Undo: Restore version 1' }).click()
    await expect(canvas.step('Farewell')).toBeVisible()
    await expect(canvas.step('Decide')).toBeHidden()
  })

  await test.step('one with changes of its own is asked about, and can be kept', async () => {
    await canvas.panel.getByRole('radio', { name: 'Step' }).click()
    await canvas.select('Find')
    await canvas.panel.getByLabel('Endpoint').fill('/only-in-the-draft')
    await canvas.saved()
    await versions.show()
    await versions.open(1)
    await canvas.panel.getByRole('button', { name: 'Restore into the draft' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Replace the draft by version 1?' })
    await expectAccessible(page, 'restore')
    await dialog.getByRole('checkbox', { name: /Keep the draft/ }).click()
    await dialog.getByRole('button', { name: 'Replace the draft' }).click()
    await expect(canvas.step('Decide')).toBeVisible()
    await canvas.saved()
  })

  await test.step('publishing says what changes against the live version', async () => {
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Publish version 3' })
    const changes = dialog.getByRole('region', { name: 'Changes since version 2' })
    await expect(changes.getByRole('region', { name: 'Farewell' })).toContainText('Removed')
    await expectAccessible(page, 'publish')
    await page.screenshot({ path: test.info().outputPath('publish.png') })
    await page.keyboard.press('Escape')
  })

  await test.step('an older version is made live', async () => {
    await versions.show()
    await versions.open(1)
    await canvas.panel.getByRole('button', { name: 'Make live' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Make version 1 live' }).click()
    await expect(page.getByRole('button', { name: 'Version 1 live' })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('button', { name: 'Version 1 live' })).toBeVisible()
  })

  await test.step('the kept draft is a flow of its own', async () => {
    await page.goto(`/p/${workspace.id}/flows`)
    await page.getByRole('searchbox', { name: 'Search flows' }).fill(`Copy of ${flow.name}`)
    await expect(page.getByRole('link', { name: `Copy of ${flow.name}` })).toBeVisible()
  })
})

test('an execution leads to the version that ran; a viewer looks and changes nothing', async ({
  page,
  visitor,
  workspace,
}) => {
  const flow = await publishTwo(workspace, unique('Looked at'))
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.run('Version 2')
  await canvas.expectStatus('Waiting')
  await page.getByRole('link', { name: "Open the execution's page" }).click()
  await page.getByRole('link', { name: 'Version 2' }).click()
  await expect(page.getByRole('heading', { name: 'Version 2', level: 2 })).toBeVisible()

  await signIn(visitor, await createOperator(workspace, 'viewer'))
  await visitor.goto(`/p/${workspace.id}/flows/${flow.id}?version=1`)
  const versions = new Versions(visitor)
  await expect(versions.card('Decide')).toBeVisible()
  await versions.compareWith('Version 2')
  await expect(versions.card('Decide Removed')).toBeVisible()
  await expect(visitor.getByRole('button', { name: /Restore|Make live|note/ })).toHaveCount(0)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('versions are looked at and compared', async ({ page, workspace }) => {
    const flow = await publishTwo(workspace, unique('On the way'))
    await page.goto(`/p/${workspace.id}/flows/${flow.id}`)
    await page.getByRole('button', { name: 'More' }).tap()
    await page.getByRole('menuitem', { name: 'Versions' }).tap()
    const versions = new Versions(page)
    await versions.open(1)
    await versions.compareWith('Version 2')
    await expect(page.getByRole('region', { name: 'From Version 1 to Version 2' })).toContainText('Farewell')
    await expectAccessible(page, 'comparison on a phone')
    await page.screenshot({ path: test.info().outputPath('phone-list.png') })
    await page.getByRole('button', { name: 'Show on the canvas' }).tap()
    await expect(versions.card('Farewell Added')).toBeVisible()
    await page.screenshot({ path: test.info().outputPath('phone-canvas.png') })
    const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(scroll).toBeLessThanOrEqual(width ?? 0)
  })
})

/** The tab with a flow's history, and the canvas that shows a version. */
class Versions {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async show(): Promise<void> {
    await this.page.getByRole('radio', { name: 'Versions' }).click()
    const back = this.page.getByRole('button', { name: 'All versions' })
    if (await back.isVisible()) await back.click()
  }

  rows(): Locator {
    return this.page.getByRole('list', { name: 'Versions' }).getByRole('listitem')
  }

  async open(number: number): Promise<void> {
    await this.rows()
      .getByRole('button', { name: `Version ${number}` })
      .click()
  }

  async compareWith(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Compare with/ }).click()
    await this.page.getByRole('option', { name, exact: false }).first().click()
  }

  /** A step's card on the canvas that only shows. */
  card(name: string): Locator {
    return this.page
      .getByRole('application', { name: 'Flow canvas, read only' })
      .getByRole('group', { name, exact: true })
  }
}

/** A flow whose second version has another endpoint, one component less, a step less and a step more. */
async function publishTwo(workspace: Workspace, name: string) {
  const flow = everyKind(name)
  await importFlow(workspace, flow, true)
  const { decide: _decide, ask, find, done, ...rest } = flow.steps
  const components = Array.isArray(ask?.components) ? ask.components : []
  const second = {
    ...flow,
    steps: {
      ...rest,
      ask: { ...ask, components: components.filter((each) => each.name !== 'pin') },
      find: { ...find, endpoint: '/people?email={{form.email}}', next: { success: 'bye', httpError: 'done' } },
      bye: { ...done, name: 'Farewell' },
      done,
    },
    layout: { start: [0, 0], ask: [320, 80], find: [640, 0], bye: [960, 200], done: [1280, 0] },
  }
  await importFlow(workspace, second, true)
  return flow
}

import type { Locator, Page } from '@playwright/test'
import { Canvas } from './canvas'
import { end, flowFile, start } from './fixtures/flows'
import { expect, importFlow, test, unique } from './fixtures/test'

test('start, condition and end, connected and published without a mouse', async ({ page, workspace }) => {
  const flow = flowFile(unique('By keyboard'), { start: { kind: 'start', next: {} } }, 'management')
  await importFlow(workspace, flow)
  await page.goto(`/p/${workspace.id}/flows`)
  const canvas = new Canvas(page)
  const { keyboard } = page

  await test.step('opens the flow', async () => {
    await page.getByRole('searchbox', { name: 'Search flows' }).focus()
    await keyboard.type(flow.id)
    await expect(page.getByRole('row')).toHaveCount(2)
    await tabTo(page, page.getByRole('link', { name: flow.name }))
    await keyboard.press('Enter')
    await expect(canvas.step('Start')).toBeVisible()
  })

  await test.step('adds a condition behind Start', async () => {
    await keyboard.press('F6')
    await keyboard.press('F6')
    await expect(canvas.step('Start')).toBeFocused()
    await keyboard.press('Enter')
    await expect(canvas.panel.getByRole('heading', { name: 'Start' })).toBeVisible()
    await addStep(page, 'Condition')
    await expect(canvas.edges()).toHaveCount(1)
  })

  await test.step('says what it decides', async () => {
    await keyboard.press('F6')
    await tabTo(page, canvas.panel.getByLabel('Step name'))
    await keyboard.press('Control+a')
    await keyboard.type('Pro?')
    await tabTo(page, canvas.panel.getByLabel('Key of row 1'))
    await keyboard.type('client.plan')
    await keyboard.press('Escape')
    await tabTo(page, canvas.panel.getByRole('combobox', { name: 'Operator of row 1' }))
    await keyboard.press('Enter')
    await expect(page.getByRole('listbox')).toBeVisible()
    await keyboard.type('starts')
    await expect(page.getByRole('option', { name: 'starts with' })).toBeFocused()
    await keyboard.press('Enter')
    await expect(canvas.panel.getByRole('combobox', { name: 'Operator of row 1' })).toHaveText('starts with')
    await tabTo(page, canvas.panel.getByLabel('Value of row 1'))
    await keyboard.type('pro')
    await expect(canvas.step('Pro?')).toBeVisible()
  })

  await test.step('adds an end, and connects the other port to it', async () => {
    await keyboard.press('F6')
    await expect(canvas.step('Pro?')).toBeFocused()
    await addStep(page, 'End')
    await expect(canvas.edges()).toHaveCount(2)
    await keyboard.press('Control+f')
    await keyboard.type('Pro?')
    await expect(page.getByRole('option', { name: 'Pro?' })).toHaveAttribute('aria-selected', 'true')
    await keyboard.press('Enter')
    await expect(canvas.step('Pro?')).toBeFocused()
    await keyboard.press('c')
    const connect = page.getByRole('dialog', { name: 'Connect a port' })
    await keyboard.type('Else')
    await expect(connect.getByRole('option', { name: /^Else/ })).toHaveAttribute('aria-selected', 'true')
    await keyboard.press('Enter')
    await keyboard.type('End')
    await expect(connect.getByRole('option', { name: /^End/ })).toHaveAttribute('aria-selected', 'true')
    await keyboard.press('Enter')
    await expect(connect).toBeHidden()
    await expect(canvas.edges()).toHaveCount(3)
  })

  await test.step('undoes, redoes, moves and publishes', async () => {
    await keyboard.press('Control+z')
    await expect(canvas.edges()).toHaveCount(2)
    await keyboard.press('Control+Shift+z')
    await expect(canvas.edges()).toHaveCount(3)
    await keyboard.press('Shift+t')
    await keyboard.press('Control+Shift+p')
    await tabTo(page, page.getByRole('dialog', { name: 'Publish version 1' }).getByLabel('Note'), 3)
    await keyboard.type('By hand')
    await keyboard.press('Control+Enter')
    await expect(page.getByText('Version 1 live')).toBeVisible()
  })

  await test.step('runs it and reads a message', async () => {
    await keyboard.press('Control+Enter')
    await tabTo(page, canvas.runner.getByRole('button', { name: 'Run', exact: true }))
    await keyboard.press('Enter')
    await canvas.expectStatus('Completed')
    await tabTo(page, canvas.message('Condition → Else'))
    await keyboard.press('Enter')
    await expect(canvas.details()).toContainText('client.plan')
  })
})

test('what is pressed in the panel is not meant for the canvas', async ({ page, workspace }) => {
  const flow = flowFile(unique('Typed'), { start: { ...start('done'), next: {} }, done: end('Done') })
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.addAfter('Start', 'Next', 'Custom Claims')
  const value = canvas.panel.getByLabel('Value of claim 1')
  const selected = canvas.panel.getByRole('heading', { name: 'Custom Claims', level: 2 })

  await test.step('Escape closes a completion and leaves the step alone', async () => {
    await value.fill('{{cl')
    await expect(page.getByRole('listbox')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('listbox')).toBeHidden()
    await page.keyboard.press('Escape')
    await expect(value).toBeFocused()
    await expect(value).toHaveValue('{{cl')
    await expect(selected).toBeVisible()
  })

  await test.step('nor does a row that goes take the step with it', async () => {
    await canvas.panel.getByRole('button', { name: 'Add claim' }).click()
    await canvas.panel.getByRole('button', { name: 'Remove claim 2' }).click()
    await page.keyboard.press('Delete')
    await page.keyboard.press('Escape')
    await expect(selected).toBeVisible()
    await expect(canvas.step('Custom Claims')).toBeVisible()
  })

  await test.step('on a phone the panel stays open as well', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await value.fill('{{cli')
    await expect(page.getByRole('listbox')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('listbox')).toBeHidden()
    await page.keyboard.press('Escape')
    await expect(value).toBeFocused()
    await expect(value).toHaveValue('{{cli')
    await canvas.panel.getByRole('radio', { name: 'Step' }).focus()
    await page.keyboard.press('Escape')
    await expect(canvas.panel).toBeHidden()
  })

  await test.step('on the canvas Escape selects nothing', async () => {
    await page.setViewportSize({ width: 1440, height: 900 })
    await canvas.select('Custom Claims')
    await page.keyboard.press('Escape')
    await expect(selected).toBeHidden()
  })
})

async function addStep(page: Page, choice: string): Promise<void> {
  await page.keyboard.press('/')
  const menu = page.getByRole('dialog', { name: 'Add a step' })
  await expect(menu.getByRole('combobox')).toBeFocused()
  await page.keyboard.type(choice)
  await expect(menu.getByRole('option', { name: choice }).first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(menu).toBeHidden()
}

/** Goes on by Tab until the focus is there, as somebody without a mouse has to. */
async function tabTo(page: Page, target: Locator, most = 60): Promise<void> {
  await expect(target).toBeVisible()
  for (let press = 0; press < most; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(target, `not reached by ${most} presses of Tab`).toBeFocused()
}

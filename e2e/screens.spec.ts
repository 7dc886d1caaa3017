import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { Canvas } from './canvas'
import { expectAccessible } from './fixtures/axe'
import { end, flowFile, screen, start } from './fixtures/flows'
import { url } from './fixtures/settings'
import { expect, importFlow, prepare, test, unique } from './fixtures/test'

test.describe.configure({ timeout: 150_000 })

const ask = screen(
  'Ask',
  [
    { type: 'heading', text: 'Who is it?' },
    { type: 'error' },
    { type: 'email', name: 'email', label: 'Email', required: true },
    { type: 'link', text: 'Terms of use', url: 'https://example.com/terms' },
    { type: 'button', id: 'submit', text: 'Go', variant: 'primary' },
  ],
  { submit: 'done' },
)

test('a divider without a word is one line, and an operator without a value shows all of its words', async ({
  page,
  workspace,
}) => {
  const when = { all: [{ key: 'form.email', operator: 'is-email' }] }
  const flow = flowFile(unique('Divided'), {
    start: start('ask'),
    ask: screen('Ask', [{ type: 'divider' }, { type: 'button', id: 'submit', text: 'Go' }], { submit: 'check' }),
    check: {
      kind: 'condition',
      name: 'Check',
      branches: [{ id: 'mail', name: 'Mail', when }],
      next: { mail: 'done', else: 'done' },
    },
    done: end('Done'),
  })
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.select('Check')
  const operator = canvas.panel.getByRole('combobox', { name: 'Operator of row 1' }).getByText('is an email address')
  expect(await operator.evaluate((text) => text.scrollWidth - text.clientWidth)).toBe(0)
  await canvas.select('Ask')
  await canvas.panel.getByRole('button', { name: 'Open the screen editor' }).click()
  const preview = page.getByRole('region', { name: 'Preview of the screen' })
  await expect(preview.getByRole('separator')).toHaveCSS('column-gap', '0px')
})

test('a screen is made in the screen editor without a mouse, and by drag', async ({ page, workspace }) => {
  const flow = flowFile(unique('Screens'), { start: start('ask'), ask, done: end('Done') })
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  const { keyboard } = page
  const editor = page.getByRole('dialog', { name: 'Screen editor: Ask' })
  const preview = editor.getByRole('region', { name: 'Preview of the screen' })
  const items = editor.getByRole('group', { name: 'Components of the screen' }).getByRole('listitem')
  const names = async () =>
    (await items.allInnerTexts()).map((text) =>
      text
        .trim()
        .split(/\s*\n\s*/)
        .slice(0, 2)
        .join(' '),
    )

  await canvas.open(workspace.id, flow.id)
  await canvas.select('Ask')
  await canvas.panel.getByRole('button', { name: 'Open the screen editor' }).focus()
  await keyboard.press('Enter')
  await expect(preview.getByRole('heading', { name: 'Who is it?' })).toBeVisible()

  await test.step('adds a phone field and moves it, and the focus goes with it', async () => {
    await press(editor.getByRole('button', { name: 'Add phone', exact: true }))
    await editor.getByLabel('Label', { exact: true }).fill('Mobile')
    await expect(preview.getByRole('textbox', { name: 'Mobile' })).toBeVisible()
    const card = items.getByRole('button', { name: /^Phone: Mobile/ })
    await press(card)
    await keyboard.press('Alt+ArrowUp')
    await keyboard.press('Alt+ArrowUp')
    await expect(card).toBeFocused()
    await expect(editor.getByRole('status').filter({ hasText: 'Mobile is now 3 of 6.' })).toBeAttached()
    expect(await names()).toEqual([
      'Heading: Who is it?',
      'Error message: Shown when a step after this screen fails',
      'Phone: Mobile',
      'Email: Email',
      'Link: Terms of use',
      'Button: Go',
    ])
  })

  await test.step('keeps no address that could run, and tells problems at their component', async () => {
    await press(items.getByRole('button', { name: /^Link:/ }))
    const address = editor.getByLabel('Address')
    await address.fill('javascript:alert(1)')
    await expect(address).toHaveAccessibleDescription(/begins with https:\/\//)
    await expect(preview.getByRole('link', { name: 'Terms of use' })).toHaveAttribute(
      'href',
      'https://example.com/terms',
    )
    await address.fill('example.com')
    await expect(preview.getByText(/Give a whole address/)).toBeVisible()
    await press(items.getByRole('button', { name: /^Link:/ }))
    await expect(items.nth(4).getByText(/Give a whole address/)).toBeVisible()
    await expectAccessible(page, 'screen editor with a problem')
    await press(items.getByRole('button', { name: /^Link:/ }))
    await editor.getByLabel('Address').fill('mailto:{{form.email}}')
    await expect(preview.getByText(/Give a whole address/)).toHaveCount(0)
  })

  await test.step('drags a component to another place', async () => {
    await items
      .nth(5)
      .getByRole('button', { name: /^Button:/ })
      .dragTo(items.nth(1))
    await expect.poll(names).toContain('Button: Go')
    await expect.poll(async () => (await names()).indexOf('Button: Go')).toBeLessThan(4)
  })

  await test.step('shows it narrow and dark', async () => {
    await editor.getByRole('radio', { name: 'Phone' }).click()
    await editor.getByRole('radio', { name: 'Dark' }).click()
    await expect(preview.getByText('Who is it?')).toHaveCSS('color', 'rgb(244, 244, 245)')
    await expectAccessible(page, 'screen editor, narrow and dark')
  })

  await keyboard.press('Escape')
  await expect(editor).toBeHidden()
  await canvas.saved()
  await page.reload()
  await canvas.select('Ask')
  await expect(canvas.panel.getByRole('button', { name: /^Phone: Mobile/ })).toBeVisible()
})

test('a theme says what cannot be read, and is what people meet', async ({ page, visitor, emptyProject }) => {
  const flow = flowFile(unique('Themed'), { start: start('ask'), ask, done: end('Done') })
  await importFlow(emptyProject, flow, true)
  const contrast = page.getByRole('region', { name: 'Contrast' })

  await test.step('names the pair and by how much, and mends it', async () => {
    await page.goto(`/p/${emptyProject.id}/settings`)
    await expect(contrast).toContainText('All colours can be read')
    await page.getByLabel('Accent, light', { exact: true }).fill('#8f9bff')
    await expect(contrast).toContainText('Links on the card, light: 2.52:1, needs 4.5:1')
    await expect(contrast).toContainText('1.98 short')
    await expectAccessible(page, 'settings with an unreadable theme')
    await contrast
      .getByRole('button', { name: /^Use #/ })
      .first()
      .press('Enter')
    await expect(contrast).not.toContainText('Links on the card')
    await page.getByLabel('Accent, light', { exact: true }).fill('#nope')
    await expect(page.getByText('Give a colour as # and six digits')).toBeVisible()
    await page.getByLabel('Accent, light', { exact: true }).fill('#0a6b3d')
  })

  await test.step('takes a small image and no large one', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="24"><rect width="80" height="24" fill="#0a6b3d"/></svg>'
    const large = { name: 'large.png', mimeType: 'image/png', buffer: Buffer.alloc(60_000) }
    await page.getByLabel('Logo file').setInputFiles(large)
    await expect(page.getByText('This image is too large.')).toBeVisible()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page
      .getByLabel('Logo file')
      .setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) })
    await page.getByLabel('What the logo says').fill('Acme')
    await expect(
      page.getByRole('region', { name: 'Preview of the theme' }).getByRole('img', { name: 'Acme' }),
    ).toBeVisible()
    await page.getByLabel('Round corners, in pixels').fill('2')
    await page.getByRole('button', { name: 'Save theme' }).click()
    await expect(page.getByText('Theme saved.')).toBeVisible()
  })

  await test.step('is on the hosted page, which allows no styles in itself', async () => {
    await visitor.goto(`${url}/f/${emptyProject.id}/${flow.id}`)
    await expect(visitor.getByRole('img', { name: 'Acme' })).toBeVisible()
    const button = visitor.getByRole('button', { name: 'Go' })
    await expect(button).toHaveCSS('background-color', 'rgb(10, 107, 61)')
    await expect(button).toHaveCSS('border-radius', '2px')
    await expect(visitor.getByRole('link', { name: 'Terms of use' })).toHaveAttribute('rel', 'noopener noreferrer')
    await expectHostedAccessible(visitor)
  })

  await test.step('and in the runner', async () => {
    const canvas = new Canvas(page)
    await canvas.open(emptyProject.id, flow.id)
    await canvas.run()
    await expect(canvas.screen.getByRole('button', { name: 'Go' })).toHaveCSS('background-color', 'rgb(10, 107, 61)')
    await expect(canvas.screen.getByRole('img', { name: 'Acme' })).toBeVisible()
  })
})

test('a condition shows what each row comes to, and is put in order by the arrow keys', async ({ page, workspace }) => {
  const row = (key: string, operator: string, value: string) => ({ key, operator, value })
  const flow = flowFile(
    unique('Live'),
    {
      start: start('decide'),
      decide: {
        kind: 'condition',
        name: 'Decide',
        branches: [
          { id: 'few', name: 'Few', when: { all: [row('client.used', 'greater-than', '{{client.limit}}')] } },
          {
            id: 'pro',
            name: 'Pro',
            when: {
              all: [
                row('client.plan', 'equal', 'pro'),
                { any: [row('client.used', 'less-than', '{{client.limit}}'), row('client.plan', 'equal', 'team')] },
              ],
            },
          },
        ],
        next: { few: 'done', pro: 'done', else: 'done' },
      },
      done: end('Done'),
    },
    'management',
  )
  await importFlow(workspace, flow, true)
  const input = JSON.stringify({ plan: 'pro', used: 3, limit: 5 })
  await prepare(['flow', 'run', flow.id, '--project', workspace.id, '--input', input])
  const canvas = new Canvas(page)
  const { panel } = canvas
  await canvas.open(workspace.id, flow.id)
  await canvas.select('Decide')
  const few = panel.getByRole('group', { name: 'Branch Few' })
  const pro = panel.getByRole('group', { name: 'Branch Pro' })

  await test.step('with both operands of the last run', async () => {
    await expect(few.getByRole('note')).toContainText('3 is greater than 5')
    await expect(few.getByText('It does not match the last run.')).toBeVisible()
    await expect(pro.getByRole('note').nth(1)).toContainText('3 is less than 5')
    await expect(pro.getByText('With the values of the last run, this branch is taken.')).toBeVisible()
    await expectAccessible(page, 'condition with live values')
    await few.getByLabel('Value of row 1').fill('2')
    await expect(few.getByText('With the values of the last run, this branch is taken.')).toBeVisible()
    await expect(pro.getByText('It would match the last run, but another branch is taken first.')).toBeVisible()
  })

  await test.step('branches, rows and groups by the arrow keys', async () => {
    await pro.getByRole('button', { name: /^Pro, 2 of 2/ }).focus()
    await page.keyboard.press('ArrowUp')
    await expect(pro.getByRole('button', { name: /^Pro, 1 of 2/ })).toBeFocused()
    await pro.getByRole('button', { name: /^Group 2, 2 of 2/ }).focus()
    await page.keyboard.press('ArrowUp')
    await expect(pro.getByRole('button', { name: /^Group 1, 1 of 2/ })).toBeFocused()
    await expect(pro.getByLabel('Key of row 2')).toHaveValue('client.plan')
    await page.keyboard.press('Control+z')
    await expect(pro.getByLabel('Key of row 1', { exact: true })).toHaveValue('client.plan')
  })

  await test.step('and by drag', async () => {
    await pro.getByRole('button', { name: /^Row 1, 1 of 2/ }).dragTo(pro.getByRole('group', { name: 'Group of rows' }))
    await expect(pro.getByLabel('Key of row 2')).toHaveValue('client.plan')
    await canvas.saved()
  })
})

async function press(button: Locator): Promise<void> {
  await button.focus()
  await button.press('Enter')
}

/** Hosted pages are no pages of the console, whose colours are set by a script. */
async function expectHostedAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
}

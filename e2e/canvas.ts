import { expect, type Locator, type Page } from '@playwright/test'

/** The flow editor's canvas with what belongs to it: the `+` menu, the side panel and the runner. */
export class Canvas {
  readonly page: Page
  readonly area: Locator
  readonly panel: Locator
  readonly runner: Locator
  readonly screen: Locator

  constructor(page: Page) {
    this.page = page
    this.area = page.getByRole('application', { name: 'Flow canvas' })
    this.panel = page.getByRole('region', { name: 'Side panel' })
    this.runner = page.getByRole('region', { name: 'Runner', exact: true })
    this.screen = this.runner.getByRole('region', { name: 'Screen to fill in' })
  }

  async open(projectId: string, flowId: string): Promise<void> {
    await this.page.goto(`/p/${projectId}/flows/${flowId}`)
    await this.fit()
  }

  /** Brings every step into view; waits until the canvas has come to rest. */
  async fit(): Promise<void> {
    await this.step('Start').waitFor()
    await this.page.getByRole('button', { name: 'Fit the flow to the window' }).click()
    await atRest(this.step('Start'))
  }

  /** A step's card. */
  step(name: string): Locator {
    return this.area.getByRole('group', { name, exact: true })
  }

  edges(): Locator {
    return this.area.getByRole('group', { name: /^Edge from/ })
  }

  edge(from: string, to: string): Locator {
    return this.area.getByRole('group', { name: `Edge from ${from} to ${to}`, exact: true })
  }

  /** Shows a step's settings. */
  async select(name: string): Promise<void> {
    await this.step(name).getByText(name, { exact: true }).click()
    await this.panel.getByRole('heading', { name, exact: true, level: 2 }).waitFor()
  }

  /** Adds a step behind a port that leads nowhere yet, by its `+`. */
  async addAfter(step: string, port: string, choice: string): Promise<void> {
    await this.area.getByRole('button', { name: `Add a step after “${step}”, port ${port}` }).click()
    await this.choose(choice)
  }

  /** Chooses in the open `+` menu, by search and Enter. */
  async choose(choice: string): Promise<void> {
    const menu = this.page.getByRole('dialog', { name: 'Add a step' })
    await menu.getByRole('combobox').fill(choice)
    await expect(menu.getByRole('option', { name: choice }).first()).toHaveAttribute('aria-selected', 'true')
    await this.page.keyboard.press('Enter')
    await expect(menu).toBeHidden()
  }

  /** Draws an edge with the mouse, from a port that leads nowhere yet to a step's card. */
  async draw(from: string, port: string, to: string): Promise<void> {
    await this.fit()
    const edges = await this.edges().count()
    const row = this.step(from).getByRole('listitem').filter({ hasText: port })
    const [source, target] = [await boxOf(row), await boxOf(this.step(to))]
    const { mouse } = this.page
    await mouse.move(source.x + source.width, source.y + source.height / 2)
    await mouse.down()
    await mouse.move(target.x + 40, target.y + target.height / 2, { steps: 12 })
    await mouse.up()
    await expect(this.edges()).toHaveCount(edges + 1)
  }

  /** Waits until the server has the draft. */
  async saved(): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible()
  }

  async publish(note: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Publish', exact: true }).click()
    const dialog = this.page.getByRole('dialog', { name: /^Publish version/ })
    await dialog.getByLabel('Note').fill(note)
    await dialog.getByRole('button', { name: 'Publish' }).click()
    await expect(dialog).toBeHidden()
  }

  async showRunner(): Promise<void> {
    await this.page.getByRole('button', { name: 'Run', exact: true }).first().click()
    await this.runner.waitFor()
  }

  /** Runs the flow in the panel; `version`: as the list names it, the draft when left out. */
  async run(version?: string): Promise<void> {
    await this.showRunner()
    if (version) {
      await this.runner.getByRole('combobox', { name: 'What to run' }).click()
      await this.page.getByRole('option', { name: version }).click()
    }
    await this.runner.getByRole('button', { name: /^Run( again)?$/ }).click()
  }

  /** A line of the runner's messages, by what it says. */
  message(text: string | RegExp): Locator {
    return this.runner.getByRole('list', { name: 'Runner messages' }).getByRole('button').filter({ hasText: text })
  }

  details(): Locator {
    return this.runner.getByRole('region', { name: /^Details of message/ })
  }

  async expectStatus(status: 'Running' | 'Waiting' | 'Completed' | 'Failed' | 'Cancelled'): Promise<void> {
    await expect(this.runner.getByText(status, { exact: true }).first()).toBeVisible({ timeout: 20_000 })
  }
}

/**
 * Waits until an element has kept its place for some frames: React Flow moves the canvas one frame after it was asked
 * to, in which Playwright may find that nothing moves.
 */
async function atRest(locator: Locator): Promise<void> {
  await locator.evaluate(async (element) => {
    const place = () => {
      const { x, y } = element.getBoundingClientRect()
      return `${x} ${y}`
    }
    let last = place()
    for (let same = 0; same < 5; ) {
      await new Promise(requestAnimationFrame)
      const now = place()
      same = now === last ? same + 1 : 0
      last = now
    }
  })
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('The element is not on the page.')
  return box
}

import { end, flowFile, screen, start } from './fixtures/flows'
import { url } from './fixtures/settings'
import { expect, importFlow, test } from './fixtures/test'
import { startThirdParty, type ThirdParty } from './fixtures/third-party'

// The application that a flow belongs to: a page that embeds it, and the address that people come back to.
let app: ThirdParty
/** What `/embed` shows: written by each test, because it names the flow. */
let embedded = ''

test.beforeAll(async () => {
  app = await startThirdParty(({ path }, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(path.startsWith('/embed') ? embedded : '<!doctype html><title>App</title><h1>Back in the app</h1>')
  })
})
test.afterAll(() => app.close())

function greeting(name: string) {
  return flowFile(name, {
    start: start('ask'),
    ask: screen(
      'Ask',
      [
        { type: 'heading', text: 'Who are you?' },
        { type: 'error' },
        { type: 'text-input', name: 'name', label: 'Your name', required: true },
        { type: 'button', id: 'submit', text: 'Next', variant: 'primary' },
      ],
      { submit: 'confirm' },
    ),
    confirm: screen(
      'Confirm',
      [
        { type: 'heading', text: 'Hello {{form.name}} from {{client.city}}' },
        { type: 'button', id: 'yes', text: 'That is me', variant: 'primary' },
      ],
      { yes: 'done' },
    ),
    done: end('Done', [{ key: 'name', type: 'string', value: '{{form.name}}' }]),
  })
}

test('a hosted flow survives a reload, a second window and the way back, and hands its result over by a code', async ({
  page,
  visitor,
  guard,
  emptyProject,
}) => {
  const flow = greeting('Greet a visitor')
  await importFlow(emptyProject, flow, true)
  const callback = `${app.url}/callback`
  const address = `${url}/f/${emptyProject.id}/${flow.id}`
  const leaving = `${address}?city=Lyon&state=s-1&redirect_url=${encodeURIComponent(callback)}`

  await test.step('nobody is sent to an address that is not allowed', async () => {
    guard.allow(/response: 400 GET .*redirect_url/)
    await visitor.goto(leaving)
    await expect(visitor.getByRole('heading', { name: 'Address not allowed' })).toBeVisible()
  })

  await test.step('the settings take the application\u2019s addresses and say which line is wrong', async () => {
    await page.goto(`/p/${emptyProject.id}/settings`)
    await page.getByLabel('Allowed origins').fill(`${app.url}\nhttps://app.example.com/path`)
    await page.getByLabel('Redirect addresses').fill(callback)
    await page.getByRole('button', { name: 'Save addresses' }).click()
    await expect(page.getByLabel('Allowed origins')).toHaveAccessibleDescription(
      /app\.example\.com\/path.*without a path/,
    )
    await page.getByLabel('Allowed origins').fill(`${app.url}\n`)
    await page.getByRole('button', { name: 'Save addresses' }).click()
    await expect(page.getByText('Addresses saved.')).toBeVisible()
  })

  await test.step('a wrong submission stays and says why; a reload goes on', async () => {
    await visitor.goto(leaving)
    await visitor.getByRole('button', { name: 'Next' }).click()
    await expect(visitor.getByLabel('Your name')).toHaveAccessibleDescription(/./)
    await visitor.getByLabel('Your name').fill('Ada')
    await visitor.getByLabel('Your name').press('Enter')
    await expect(visitor.getByRole('heading', { name: 'Hello Ada from Lyon' })).toBeVisible()
    await visitor.reload()
    await expect(visitor.getByRole('heading', { name: 'Hello Ada from Lyon' })).toBeVisible()
  })

  await test.step('another window begins its own', async () => {
    const other = await visitor.context().newPage()
    await other.goto(leaving)
    await expect(other.getByRole('heading', { name: 'Who are you?' })).toBeVisible()
    await other.close()
  })

  await test.step('the application gets the result once', async () => {
    await visitor.getByRole('button', { name: 'That is me' }).click()
    await expect(visitor.getByRole('heading', { name: 'Back in the app' })).toBeVisible()
    const back = new URL(visitor.url())
    expect(back.searchParams.get('state')).toBe('s-1')
    const exchange = () =>
      fetch(`${url}/v1/flow/exchange`, {
        method: 'POST',
        headers: { authorization: `Bearer ${emptyProject.id}`, 'content-type': 'application/json' },
        body: JSON.stringify({ code: back.searchParams.get('code'), redirectUrl: callback }),
      })
    const answer = await exchange()
    expect(await answer.json()).toMatchObject({ status: 'completed', output: { name: 'Ada' } })
    expect((await exchange()).status).toBe(400)
  })

  await test.step('who goes back is told that they are done', async () => {
    await visitor.goBack()
    await expect(visitor.getByRole('heading', { name: 'You are done' })).toBeVisible()
    await visitor.getByRole('button', { name: 'Begin again' }).click()
    await expect(visitor.getByRole('heading', { name: 'Who are you?' })).toBeVisible()
  })

  await test.step('who comes by the same link again begins again', async () => {
    await visitor.getByLabel('Your name').fill('Ada')
    await visitor.getByRole('button', { name: 'Next' }).click()
    await visitor.getByRole('button', { name: 'That is me' }).click()
    await expect(visitor.getByRole('heading', { name: 'Back in the app' })).toBeVisible()
    await visitor.goto(leaving)
    await expect(visitor.getByRole('heading', { name: 'Who are you?' })).toBeVisible()
  })

  await test.step('the execution is listed as a hosted one', async () => {
    await page.goto(`/p/${emptyProject.id}/executions`)
    await page.getByRole('combobox', { name: 'Trigger' }).click()
    await page.getByRole('option', { name: 'Hosted' }).click()
    await expect(page.getByRole('link', { name: /Greet a visitor/ }).first()).toBeVisible()
  })
})

test('an application embeds a flow and hears how it ended; a foreign page cannot', async ({
  page,
  visitor,
  guard,
  emptyProject,
}) => {
  const flow = greeting('Greet inside')
  await importFlow(emptyProject, flow, true)
  embedded = `<!doctype html><title>App</title><h1>The app</h1>
    <patchbay-flow id="flow" project-id="${emptyProject.id}" flow-id="${flow.id}" inputs='{"city":"Oslo"}' label="Greeting"></patchbay-flow>
    <p id="result" role="status"></p>
    <script src="${url}/f/-/embed.js"></script>
    <script>
      document.getElementById('flow').addEventListener('success', ({ detail }) => {
        document.getElementById('result').textContent = 'Welcome, ' + detail.flowOutput.name
      })
    </script>`

  await test.step('is refused until its origin is allowed', async () => {
    guard.allow(/response: 400 GET .*embed_origin|frame-ancestors|net::ERR_BLOCKED_BY_RESPONSE/)
    await visitor.goto(`${app.url}/embed`)
    await expect(visitor.getByRole('alert')).toHaveText(/^This cannot be shown here/)
    await expect(visitor.getByRole('heading', { name: 'Who are you?' })).toHaveCount(0)
  })

  await test.step('is shown once it is', async () => {
    await page.goto(`/p/${emptyProject.id}/settings`)
    await page.getByLabel('Allowed origins').fill(app.url)
    await page.getByRole('button', { name: 'Save addresses' }).click()
    await expect(page.getByText('Addresses saved.')).toBeVisible()
    await visitor.reload()
    const frame = visitor.frameLocator('iframe[title="Greeting"]')
    await expect(frame.getByLabel('Your name')).toBeVisible()
    const height = async () => (await visitor.locator('iframe').boundingBox())?.height ?? 0
    await expect.poll(height).toBeGreaterThan(200)
    const first = await height()
    await frame.getByLabel('Your name').fill('Grace')
    await frame.getByRole('button', { name: 'Next' }).click()
    await expect(frame.getByRole('heading', { name: 'Hello Grace from Oslo' })).toBeVisible()
    await frame.getByRole('button', { name: 'That is me' }).click()
    await expect(visitor.getByRole('status')).toHaveText('Welcome, Grace')
    await expect(frame.getByRole('heading', { name: 'You are done' })).toBeVisible()
    // The frame is as high as what is in it, also when that has become less.
    await expect.poll(height).toBeLessThan(first)
    await expect(visitor.getByRole('alert')).toHaveCount(0)
  })
})

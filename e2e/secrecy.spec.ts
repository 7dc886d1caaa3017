import { readFile } from 'node:fs/promises'
import { searchFiles } from '../server/testing/data-search'
import { type Planted, plantableSecret, SecretSearch } from '../server/testing/secret-search'
import { patchbay } from './fixtures/cli'
import { createSandboxConnection, descopeOf } from './fixtures/descope'
import { call, end, flowFile, start } from './fixtures/flows'
import { Recorder } from './fixtures/recorder'
import { place, serverLog } from './fixtures/settings'
import { expect, importFlow, test, unique, uniqueId } from './fixtures/test'
import { sendJson, startThirdParty } from './fixtures/third-party'

// Whatever a browser gets is recorded, and searched in every encoding for every secret that was typed or issued.
test('no answer to a browser, no log and no file holds a secret, and a rotation of the keys changes nothing', async ({
  page,
  visitor,
  emptyProject,
}) => {
  test.setTimeout(180_000)
  const recorder = new Recorder()
  recorder.watch(page.context())
  recorder.watch(visitor.context())
  const canary = plantableSecret('canary')
  const token = `${uniqueId('token')}.${crypto.randomUUID()}`
  const planted: Planted[] = [
    { name: 'token of a connector', text: token },
    { name: 'client secret', text: 'patchbay-sandbox-demo-secret' },
  ]
  const name = unique('Echo')
  // It gives back what it got, and more.
  const api = await startThirdParty(({ headers, body }, response) => {
    const { authorization = '' } = headers
    sendJson(response, 200, { authorization, body, again: Buffer.from(authorization).toString('base64'), canary })
  })
  const panel = page.getByLabel('Test', { exact: true })
  const send = async () => {
    await panel.getByLabel('Endpoint').fill('/echo')
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByRole('region', { name: 'Test Results' }).getByText(/^200 OK in/)).toBeVisible()
  }

  await test.step('a connector is made and tested', async () => {
    await page.goto(`/p/${emptyProject.id}/connectors/new?type=http`)
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByLabel('Base URL').fill(api.url)
    await page.getByRole('combobox', { name: 'Authentication Type' }).click()
    await page.getByRole('option', { name: 'Bearer Token' }).click()
    await page.getByLabel('Token').fill(token)
    await page.getByRole('button', { name: 'Create connector' }).click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await send()
    expect(api.received.at(-1)?.headers.authorization).toBe(`Bearer ${token}`)
  })

  await test.step('a flow runs with it, and its execution is looked at', async () => {
    const steps = {
      start: start('ask'),
      ask: call('Ask', { connector: name, endpoint: '/echo', contextKey: 'found', next: { success: 'done' } }),
      done: end('Done', [{ key: 'echo', type: 'json', value: '{{connectors.found}}' }]),
    }
    const flow = flowFile(unique('Echo'), steps, 'management')
    await importFlow(emptyProject, flow, true)
    await patchbay(['flow', 'run', flow.id, '--project', emptyProject.id])
    await page.goto(`/p/${emptyProject.id}/executions`)
    await page.getByRole('link', { name: flow.name }).first().click()
    await page.getByRole('button', { name: /Ask/ }).first().click()
    await expect(page.getByRole('tab', { name: 'Response 200' })).toBeVisible()
  })

  await test.step('a person connects an account', async () => {
    const descope = await descopeOf(emptyProject)
    const appId = await createSandboxConnection(descope, 'Acme')
    const loginId = `${uniqueId('ada')}@example.com`
    const { data: person } = await descope.management.jwt.signUp(loginId, { email: loginId })
    const { data: begun } = await descope.outbound.connect(appId, {}, person?.refreshJwt ?? '')
    await visitor.goto(begun?.url ?? '')
    await visitor.getByRole('button', { name: /Ada Lovelace/ }).click()
    await visitor.getByRole('button', { name: 'Allow' }).click()
    await expect(visitor.getByRole('heading', { name: 'Connected' })).toBeVisible()
    const { fetchToken } = descope.management.outboundApplication
    const { data: got } = await fetchToken(appId, loginId, undefined, { withRefreshToken: true })
    for (const text of [got?.accessToken ?? '', got?.refreshToken ?? '']) {
      expect(text.length).toBeGreaterThan(20)
      planted.push({ name: 'token of a connection', text })
    }
  })

  await test.step('the keys are rotated while the console is open', async () => {
    const root = await patchbay(['vault', 'rotate', '--root'])
    expect(root.code, root.err).toBe(0)
    const data = await patchbay(['vault', 'rotate', '--json'])
    expect(data.code, data.err).toBe(0)
    expect(JSON.parse(data.out)).toMatchObject({ broken: [], removed: [expect.any(String)] })
    // The same session and the same secret, and new ones are kept too.
    await page.goto(`/p/${emptyProject.id}/connectors`)
    await page.getByRole('link', { name }).click()
    await send()
    expect(api.received.at(-1)?.headers.authorization).toBe(`Bearer ${token}`)
    const second = plantableSecret('token').replace(/[^\w-]/g, '')
    planted.push({ name: 'second token of a connector', text: second })
    await page.getByRole('button', { name: 'Replace Token' }).click()
    await page.getByLabel('Token').fill(second)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Saved. Flows use it from now on.')).toBeVisible()
    await send()
    expect(api.received.at(-1)?.headers.authorization).toBe(`Bearer ${second}`)
  })

  const search = new SecretSearch(planted)
  expect(await recorder.count()).toBeGreaterThan(20)
  expect(await recorder.find([{ name: 'canary', text: canary }])).not.toEqual([])
  expect(await recorder.find(planted)).toEqual([])
  expect(search.find(await readFile(serverLog), 'log')).toEqual([])
  expect(await searchFiles(place.dataDir, search)).toEqual([])
})

import type { Page } from '@playwright/test'
import { makeCertificate } from '../lib/egress/testing/certificate'
import { Canvas } from './canvas'
import { call, end, flowFile, start } from './fixtures/flows'
import { startFreshServer } from './fixtures/server'
import { expect, importFlow, test, unique } from './fixtures/test'
import { sendJson, startThirdParty } from './fixtures/third-party'

test('a connector that trusts any certificate calls, and says so wherever it is shown', async ({ page, workspace }) => {
  const certificate = makeCertificate({ names: ['other.example'] })
  const party = await startThirdParty((_, response) => sendJson(response, 200, { plan: 'pro' }), certificate)
  const name = unique('Self-signed')
  const flow = flowFile(unique('Insecure'), {
    start: start('call'),
    call: call('Call', { connector: name, next: { success: 'done' } }),
    done: end('Done', [{ key: 'plan', type: 'string', value: '{{connectors.call.plan}}' }]),
  })
  const trust = page.getByRole('switch', { name: 'Trust any certificate' })
  const notice = page.getByRole('note').filter({ hasText: 'This connector trusts any certificate' })
  const results = page.getByRole('region', { name: 'Test Results' })
  const warning = /The TLS certificate was not verified/

  await test.step('without it the call ends at the certificate', async () => {
    await createConnector(page, workspace.id, name, party.url)
    await expect(trust).not.toBeChecked()
    await expect(notice).toHaveCount(0)
    await send(page)
    await expect(results.getByText('self-signed: no known authority vouches for it')).toBeVisible()
    expect(party.received).toEqual([])
  })

  await test.step('with it the call succeeds, under a warning', async () => {
    await trust.click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(notice).toBeVisible()
    await send(page)
    await expect(results.getByText(/^200 OK in/)).toBeVisible()
    await expect(results.getByText(warning)).toBeVisible()
  })

  await test.step('the warning lasts, on the page and in the list', async () => {
    await page.reload()
    await expect(notice).toBeVisible()
    await expect(trust).toBeChecked()
    await page.goto(`/p/${workspace.id}/connectors?search=${encodeURIComponent(name)}`)
    const row = page.getByRole('row').filter({ hasText: name })
    await expect(row.getByText('Trusts any certificate')).toBeVisible()
  })

  await test.step('and in each runner message', async () => {
    await importFlow(workspace, flow)
    const canvas = new Canvas(page)
    await canvas.open(workspace.id, flow.id)
    await canvas.run()
    await canvas.expectStatus('Completed')
    await canvas.runner.getByRole('button', { name: /Call.*→ 200/ }).click()
    await expect(canvas.runner.getByRole('region', { name: /Details of message/ }).getByText(warning)).toBeVisible()
  })
  await party.close()
})

test('static IPs need variables, and say which', async ({ page, workspace }) => {
  await page.goto(`/p/${workspace.id}/connectors`)
  await page.getByRole('link', { name: 'Acme CRM' }).click()
  const staticIps = page.getByRole('switch', { name: 'Use static IPs' })
  await expect(staticIps).toBeDisabled()
  await expect(staticIps).toHaveAccessibleDescription(
    /EGRESS_STATIC_IPS with EGRESS_LOCAL_ADDRESSES or EGRESS_PROXY_URL/,
  )
})

test.describe('with static addresses', () => {
  // A server of its own, whose operator is made by its setup link.
  test.use({ storageState: { cookies: [], origins: [] }, permissions: ['clipboard-read', 'clipboard-write'] })

  test('a connector shows them for copying and sends from them', async ({ page }) => {
    test.setTimeout(120_000)
    const party = await startThirdParty((_, response) => sendJson(response, 200, {}))
    const server = await startFreshServer({
      EGRESS_STATIC_IPS: '203.0.113.7,203.0.113.8',
      EGRESS_LOCAL_ADDRESSES: '127.0.0.9',
    })
    try {
      await page.goto(server.setupLink)
      await page.getByLabel('Name').fill('Nora Newcomer')
      await page.getByLabel('E-mail').fill('nora@example.com')
      await page.getByLabel('Password').fill('a password of mine')
      await page.getByRole('button', { name: 'Create account and open the console' }).click()
      await page.waitForURL(/\/p\//)
      const projectId = /\/p\/([^/]+)/.exec(page.url())?.[1] ?? ''
      await createConnector(page, projectId, 'Allowed here', party.url, server.url)
      await send(page)
      const results = page.getByRole('region', { name: 'Test Results' })
      await expect(results.getByText(/^200 OK in/)).toBeVisible()

      await expect(page.getByRole('list', { name: 'Static IPs' }).getByRole('listitem')).toHaveText([
        '203.0.113.7',
        '203.0.113.8',
      ])
      await page.getByRole('button', { name: 'Copy the static IPs' }).click()
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('203.0.113.7\n203.0.113.8')

      await page.getByRole('switch', { name: 'Use static IPs' }).click()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await expect(page.getByText('Saved. Flows use it from now on.')).toBeVisible()
      await send(page)
      await expect.poll(() => party.received.map(({ from }) => from)).toEqual(['127.0.0.1', '127.0.0.9'])
    } finally {
      // First: what the page still asks for would meet a server that stops.
      await page.goto('about:blank')
      await server.stop()
      await party.close()
    }
  })
})

async function createConnector(page: Page, projectId: string, name: string, url: string, origin = ''): Promise<void> {
  await page.goto(`${origin}/p/${projectId}/connectors/new`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Base URL').fill(url)
  await page.getByRole('button', { name: 'Create connector' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}

async function send(page: Page): Promise<void> {
  const panel = page.getByLabel('Test', { exact: true })
  await panel.getByLabel('Endpoint').fill('/')
  await panel.getByRole('button', { name: 'Send' }).click()
}

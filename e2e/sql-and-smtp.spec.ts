import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { SMTPServer } from 'smtp-server'
import profileToAccount from '../examples/profile-to-account.json' with { type: 'json' }
import { Canvas } from './canvas'
import { sandboxUrl } from './fixtures/settings'
import { expect, importFlow, prepare, test, unique, uniqueId, type Workspace } from './fixtures/test'

const database = { port: Number(new URL(sandboxUrl).port) + 1, password: 'acme-database-demo-password' }

test('a database and a mail server made in the browser, tested, and used by a flow', async ({ page, workspace }) => {
  test.setTimeout(150_000)
  const mails = await startMailServer()
  const [sql, smtp] = [unique('Database'), unique('Mail')]
  const results = page.getByRole('region', { name: 'Test Results' })
  const panel = page.getByLabel('Test', { exact: true })

  await test.step('makes a SQL connector', async () => {
    await page.goto(`/p/${workspace.id}/connectors/new`)
    await page.getByRole('navigation', { name: 'Type of the connector' }).getByRole('link', { name: /^SQL/ }).click()
    await expect(page.getByLabel('Host')).toBeVisible()
    await page.getByLabel('Name', { exact: true }).fill(sql)
    await page.getByLabel('Host').fill('http://127.0.0.1')
    await page.getByLabel('Database').fill('acme')
    await page.getByLabel('User name').fill('acme')
    await page.getByLabel('Password').fill(database.password)
    await page.getByRole('button', { name: 'Create connector' }).click()
    await expect(page.getByText('Enter the host alone, without a scheme or a path.')).toBeVisible()
    await page.getByLabel('Host').fill('127.0.0.1')
    await page.getByLabel('Port').fill(String(database.port))
    await choose(page, 'TLS', 'Off')
    await page.getByRole('button', { name: 'Create connector' }).click()
    await expect(page.getByRole('heading', { name: sql, level: 1 })).toBeVisible()
  })

  await test.step('tests it: the connection, then a query with a parameter', async () => {
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect(results.getByText(/^1 row in/)).toBeVisible()
    await panel.getByLabel('Query').fill("SELECT '{{form.email}}'")
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect(panel.getByText(/may not stand in the query/)).toBeVisible()
    await panel.getByLabel('Query').fill('SELECT name, plan FROM customers WHERE email = $1')
    await panel.getByRole('button', { name: 'Add parameter' }).click()
    await panel.getByLabel('Parameter 1', { exact: true }).fill('{{form.email}}')
    await panel.getByRole('textbox', { name: 'form.email' }).fill('ada@example.com')
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect(results.getByRole('treeitem', { name: /name.*Ada Lovelace/ })).toBeVisible()
    await results.getByRole('tab', { name: 'Request' }).click()
    await expect(results.getByText('SELECT name, plan FROM customers WHERE email = $1')).toBeVisible()
    await panel.getByLabel('Query').fill('DELETE FROM customers')
    await panel.getByRole('button', { name: 'Remove parameter 1' }).click()
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect(results.getByText(/^The connector is read-only\. .*not with DELETE\.$/)).toBeVisible()
    expect(await page.content()).not.toContain(database.password)
  })

  await test.step('makes a SMTP connector and sends a mail', async () => {
    await page.goto(`/p/${workspace.id}/connectors/new?type=smtp`)
    await page.getByLabel('Name', { exact: true }).fill(smtp)
    await page.getByLabel('Host').fill('127.0.0.1')
    await page.getByLabel('Port').fill(String(mails.port))
    await choose(page, 'TLS', 'None')
    await page.getByLabel('Sender address').fill('hello@acme.example')
    await page.getByRole('button', { name: 'Create connector' }).click()
    await expect(page.getByRole('heading', { name: smtp, level: 1 })).toBeVisible()
    await panel.getByLabel('To', { exact: true }).fill('{{form.email}}')
    await panel.getByRole('textbox', { name: 'form.email' }).fill('ann@example.com')
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect(results.getByText(/^sent to 1 address in/)).toBeVisible()
    expect(mails.received.at(-1)).toContain('A test from Patchbay')
  })

  await test.step('uses both in a flow', async () => {
    const flow = {
      format: 'patchbay/flow@1',
      id: uniqueId('mail'),
      name: unique('Mail'),
      kind: 'management',
      steps: { start: { kind: 'start', next: {} } },
      layout: { start: [0, 0] },
    }
    await importFlow(workspace, flow)
    const canvas = new Canvas(page)
    await canvas.open(workspace.id, flow.id)
    await canvas.panel.getByRole('button', { name: 'Add the first step' }).click()
    await canvas.choose(sql)
    await canvas.panel.getByLabel('Step name').fill('Profile')
    await expect(canvas.panel.getByLabel('Base URL')).toHaveCount(0)
    await expect(canvas.panel.getByRole('group', { name: 'Generic HTTP Error' })).toHaveCount(0)
    await canvas.panel
      .getByLabel('Statement')
      .fill('SELECT name, email FROM customers WHERE plan = $1 ORDER BY id LIMIT 1')
    await canvas.panel.getByRole('button', { name: 'Add parameter' }).click()
    await canvas.panel.getByLabel('Parameter 1', { exact: true }).fill('{{client.plan}}')
    await canvas.addAfter('Profile', 'Success', smtp)
    await canvas.panel.getByLabel('Step name').fill('Welcome')
    const to = canvas.panel.getByLabel('To', { exact: true })
    await to.fill('{{connectors.profile.rows[0].email}}')
    await page.keyboard.press('Escape')
    await canvas.panel.getByLabel('Subject').fill('Welcome {{connectors.profile.rows[0].name}}')
    await page.keyboard.press('Escape')
    await canvas.panel.getByLabel('Text', { exact: true }).fill('Your plan is {{client.plan}}.')
    await page.keyboard.press('Escape')
    await canvas.addAfter('Welcome', 'Success', 'End')
    await canvas.saved()
    const ran = JSON.parse(
      await prepare(
        ['flow', 'run', flow.id, '--draft', '--project', workspace.id, '--input', '{"plan": "enterprise"}', '--json'],
        '',
      ),
    )
    expect(ran).toMatchObject({ status: 'completed' })
    expect(mails.received.at(-1)).toContain('Subject: Welcome Grace Hopper')
    expect(mails.received.at(-1)).toContain('Your plan is enterprise.')
  })
  await mails.close()
})

test('the sample flow goes on by the status of the call', async ({ page, workspace }) => {
  const flow = await importSample(workspace)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  const submit = async (email: string) => {
    await canvas.screen.getByRole('textbox', { name: 'Email' }).fill(email)
    await canvas.screen.getByRole('button', { name: 'Show' }).click()
  }
  await canvas.run()
  await test.step('404: User Not Found', async () => {
    await submit('nobody@example.com')
    await expect(canvas.screen.getByRole('heading', { name: 'User Not Found', exact: true })).toBeVisible()
    await canvas.screen.getByRole('button', { name: 'Try another email' }).click()
  })
  await test.step('429: back to the first screen', async () => {
    await submit('alan@example.com')
    await expect(canvas.message('Condition → 429: too many requests')).toBeVisible()
    await expect(canvas.screen.getByRole('heading', { name: 'Show my account', exact: true })).toBeVisible()
  })
  await test.step('anything else: restart', async () => {
    await submit('charles@example.com')
    await expect(canvas.screen.getByRole('heading', { name: 'Let us start again', exact: true })).toBeVisible()
    await canvas.screen.getByRole('button', { name: 'Start again' }).click()
  })
  await test.step('200: with the profile in the headers', async () => {
    await submit('ada@example.com')
    await canvas.expectStatus('Completed')
    await canvas
      .message(/^Look up the profile.*→ 1 row/)
      .last()
      .click()
    await expect(
      canvas
        .details()
        .getByText(/^Rows$/)
        .first(),
    ).toBeVisible()
  })
})

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option }).first().click()
}

/** The sample flow with its two connectors, at the sandbox of the server under test. */
async function importSample(workspace: Workspace) {
  const [sql, accounts] = [unique('Acme Database'), unique('Acme Accounts')]
  await prepare(['connector', 'import', '-', '--project', workspace.id], {
    format: 'patchbay/connectors@1',
    connectors: [
      { type: 'sql', name: sql, host: '127.0.0.1', database: 'acme', username: 'acme', tls: 'off', ...database },
      {
        type: 'http',
        name: accounts,
        baseUrl: `${sandboxUrl}/crm`,
        authentication: { method: 'bearerToken', bearerToken: 'acme-crm-demo-token' },
        headers: [
          { key: 'X-Customer-Id', value: '{{connectors.profile.rows[0].id}}' },
          { key: 'X-Customer-Plan', value: '{{connectors.profile.rows[0].plan}}' },
        ],
      },
    ],
  })
  const { profile, account, ...steps } = profileToAccount.steps
  const flow = {
    ...profileToAccount,
    id: uniqueId('sample'),
    name: unique('Sample'),
    steps: { ...steps, profile: { ...profile, connector: sql }, account: { ...account, connector: accounts } },
  }
  await importFlow(workspace, flow)
  return flow
}

async function startMailServer() {
  const received: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    onData(stream, _session, answer) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        received.push(Buffer.concat(chunks).toString('utf8'))
        answer(null, 'Taken')
      })
    },
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.server.address() as AddressInfo
  return { port, received, close: () => new Promise<void>((done) => server.close(() => done())) }
}

import type { Page } from '@playwright/test'
import { expectAccessible } from './fixtures/axe'
import { createSandboxConnection, type Descope, descopeOf } from './fixtures/descope'
import { end, flowFile, screen, start } from './fixtures/flows'
import { url } from './fixtures/settings'
import { expect, importFlow, test, uniqueId, type Workspace } from './fixtures/test'

const handled = (mode: string) => ({ outboundAppConnect: { mode } })
const action = (name: string, settings: object, next: object, errorHandling: object = handled('automatic')) => ({
  kind: 'action',
  name: name.replaceAll('-', ' '),
  action: name,
  settings,
  errorHandling,
  next,
})
const plain = { actionExecution: { mode: 'automatic' } }
const load = (to: string) => ({
  load: action('load-user', { loginId: '{{client.user}}' }, { success: 'tenant' }, plain),
  tenant: action('load-tenant', { tenantId: '{{client.tenant}}', select: false }, { success: to }, plain),
})

interface World {
  project: Workspace
  descope: Descope
  login: string
  userId: string
  oauth: string
}

async function makeWorld(project: Workspace): Promise<World> {
  const descope = await descopeOf(project)
  const login = `${uniqueId('ada')}@example.com`
  await descope.management.tenant.createWithId('acme-inc', 'Acme Inc.')
  const { data } = await descope.management.user.create(login, {
    email: login,
    displayName: 'Ada',
    userTenants: [{ tenantId: 'acme-inc', roleNames: [] }],
  })
  const oauth = await createSandboxConnection(descope, 'Acme')
  return { project, descope, login, userId: data?.userId ?? '', oauth }
}

/** An app of API keys, as an operator makes it. */
async function createKeyApp(page: Page, project: Workspace): Promise<string> {
  await page.goto(`/p/${project.id}/connections/new?type=apiKey`)
  await page.getByLabel('Name', { exact: true }).fill('Acme Keys')
  await page.getByRole('button', { name: 'Create connection' }).click()
  await expect(page.getByRole('heading', { name: 'Acme Keys', level: 1 })).toBeVisible()
  return /connections\/([A-Za-z0-9-]+)$/.exec(page.url())?.[1] ?? ''
}

/** A person's menu: what they connect by a button each, and what they have connected. */
function menuFlow({ oauth, keys }: World & { keys: string }) {
  return flowFile('Connect yourself', {
    start: start('load'),
    ...load('menu'),
    menu: screen(
      'Menu',
      [
        { type: 'heading', text: 'Your connections' },
        { type: 'text', text: 'Acme: {{outboundApps.%s.scopes}}'.replace('%s', oauth) },
        { type: 'error' },
        { type: 'outbound-app-button', id: 'account', text: 'Connect Acme', app: oauth, variant: 'primary' },
        { type: 'outbound-app-button', id: 'key', text: 'Enter your key', app: keys, size: 'small', width: 'content' },
        { type: 'button', id: 'team-key', text: 'Enter the key of the team', variant: 'secondary' },
        { type: 'button', id: 'leave', text: 'That is all', variant: 'secondary' },
      ],
      { account: 'account', key: 'key', 'team-key': 'team-key', leave: 'done' },
    ),
    account: action('outbound-app-connect', { app: '', scopes: [] }, { success: 'menu' }),
    key: action('outbound-app-connect-api-key', { app: '' }, { success: 'menu' }),
    'team-key': action('outbound-app-connect-tenant-api-key', { app: keys }, { success: 'menu' }),
    done: end('Done', [{ key: 'apps', type: 'json', value: '{{outboundApps}}' }]),
  })
}

/** A tenant's account, without a button before it. */
function teamFlow({ oauth }: World) {
  const settings = { app: oauth, scopes: ['openid', 'calendar.read', 'offline_access'] }
  return flowFile('Connect the team', {
    start: start('load'),
    ...load('account'),
    account: action(
      'outbound-app-tenant-connect',
      settings,
      { success: 'done', outboundAppConnect: 'refused' },
      handled('custom'),
    ),
    refused: screen(
      'Refused',
      [
        { type: 'heading', text: 'Not connected: {{lastError.code}}' },
        { type: 'button', id: 'again', text: 'Once more' },
      ],
      { again: 'account' },
    ),
    done: end('Done'),
  })
}

const address = ({ project, login }: World, flow: { id: string }) =>
  `${url}/f/${project.id}/${flow.id}?user=${encodeURIComponent(login)}&tenant=acme-inc`

/** What a person does in the provider's window: who they are, unless it remembers them, and whether it may. */
async function consent(window: Page, account: string | null, answer = 'Allow'): Promise<void> {
  if (account !== null) await window.getByRole('button', { name: new RegExp(account) }).click()
  await window.getByRole('button', { name: answer, exact: true }).click()
}

test('a user and a tenant connect accounts and keys in flows, and operators manage their tokens', async ({
  page,
  visitor,
  emptyProject,
}) => {
  const world = { ...(await makeWorld(emptyProject)), keys: await createKeyApp(page, emptyProject) }
  const [menu, team] = [menuFlow(world), teamFlow(world)]
  await importFlow(emptyProject, menu, true)
  await importFlow(emptyProject, team, true)

  await test.step('the button opens the provider, and the flow goes on by itself', async () => {
    await visitor.goto(address(world, menu))
    const opened = visitor.waitForEvent('popup')
    await visitor.getByRole('button', { name: 'Connect Acme' }).press('Enter')
    const window = await opened
    await expect(visitor.getByRole('heading', { name: 'Connect Acme' })).toBeVisible()
    await expectAccessible(visitor, 'an account is connected')
    await consent(window, 'Ada')
    await expect(visitor.getByText(/Acme: .*contacts\.read/)).toBeVisible()
    expect(window.isClosed()).toBe(true)
  })

  await test.step('keys are typed into the screen of the step, for the user and for the team', async () => {
    await visitor.getByRole('button', { name: 'Enter your key' }).click()
    await expect(visitor.getByRole('heading', { name: 'Connect Acme Keys' })).toBeVisible()
    await expectAccessible(visitor, 'an API key is asked for')
    await visitor.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(visitor.getByLabel('API key')).toHaveAccessibleDescription(/required/)
    await visitor.getByLabel('API key').fill('key-of-ada')
    await expect(visitor.getByLabel('API key')).toHaveAttribute('type', 'password')
    await visitor.getByLabel('API key').press('Enter')
    await expect(visitor.getByRole('heading', { name: 'Your connections' })).toBeVisible()

    await visitor.getByRole('button', { name: 'Enter the key of the team' }).click()
    await visitor.getByRole('button', { name: 'Cancel' }).click()
    await expect(visitor.getByRole('alert')).toHaveText(/cancelled/)
    await visitor.getByRole('button', { name: 'Enter the key of the team' }).click()
    await visitor.getByLabel('API key').fill('key-of-team')
    await visitor.getByRole('button', { name: 'Connect', exact: true }).click()
    await visitor.getByRole('button', { name: 'That is all' }).click()
    await expect(visitor.getByRole('heading', { name: 'You are done' })).toBeVisible()
  })

  await test.step('an action without a press before it shows a button; a refusal goes its way', async () => {
    await visitor.goto(address(world, team))
    const opened = visitor.waitForEvent('popup')
    await visitor.getByRole('button', { name: 'Connect Acme' }).click()
    await consent(await opened, null, 'Deny')
    await expect(visitor.getByRole('heading', { name: 'Not connected: refused' })).toBeVisible()
  })

  await test.step('a window that was closed is opened again, after a reload too', async () => {
    const opened = visitor.waitForEvent('popup')
    await visitor.getByRole('button', { name: 'Once more' }).click()
    await (await opened).close()
    await expect(visitor.getByText(/was closed before/)).toBeVisible()
    await visitor.reload()
    const again = visitor.waitForEvent('popup')
    await visitor.getByRole('button', { name: 'Connect Acme' }).click()
    await consent(await again, null)
    await expect(visitor.getByRole('heading', { name: 'You are done' })).toBeVisible()
  })

  await test.step('what flows use is not deleted', async () => {
    const { error } = await world.descope.management.outboundApplication.deleteApplication(world.oauth)
    expect(error?.errorMessage).toContain('Connect yourself')
    await page.goto(`/p/${world.project.id}/connections/${world.oauth}`)
    await page.getByRole('button', { name: /is used in \d+ flows?$/ }).click()
    await expect(page.getByRole('dialog').getByText(/Connect yourself/)).toBeVisible()
  })

  await test.step('operators see, refresh and delete the tokens', async () => {
    const of = (owner: string, app: string) =>
      page.getByRole('button', { name: `Actions for the token of ${owner}, ${app}`, exact: true })
    await page.goto(`/p/${emptyProject.id}/connections/${world.oauth}/tokens`)
    await of('Acme Inc.', 'Acme').click()
    await page.getByRole('menuitem', { name: 'Refresh now' }).click()
    await expect(page.getByRole('dialog', { name: 'Refresh token' })).toContainText('The token was refreshed')
    await page.keyboard.press('Escape')
    await of('Ada', 'Acme').click()
    await page.getByRole('menuitem', { name: 'Delete token…' }).click()
    await page.getByRole('button', { name: 'Delete token', exact: true }).click()
    await expect(of('Ada', 'Acme')).toBeHidden()
    await page.goto(`/p/${emptyProject.id}/connections/${world.keys}/tokens`)
    await expect(of('Acme Inc.', 'Acme Keys')).toBeVisible()
    await page.goto(`/p/${emptyProject.id}/users/${world.userId}/connections`)
    await expect(of('Ada', 'Acme Keys')).toBeVisible()
    await expect(of('Ada', 'Acme')).toBeHidden()
  })

  const { data } = await world.descope.management.outboundApplication.fetchTenantToken(world.keys, 'acme-inc')
  expect(data?.accessToken).toBe('key-of-team')
})

test('the runner opens the provider too, and on a phone the same tab goes there and comes back', async ({
  page,
  browser,
  guard,
  emptyProject,
}) => {
  const world = await makeWorld(emptyProject)
  const team = teamFlow(world)
  await importFlow(emptyProject, team, true)

  await test.step('in the runner', async () => {
    await page.goto(`/p/${emptyProject.id}/flows/${team.id}`)
    await page.getByRole('button', { name: 'Run', exact: true }).first().click()
    const runner = page.getByRole('region', { name: 'Runner' })
    await runner.getByRole('button', { name: 'Inputs' }).click()
    await runner
      .getByRole('textbox', { name: 'Client input, JSON' })
      .fill(JSON.stringify({ user: world.login, tenant: 'acme-inc' }))
    await runner.getByRole('button', { name: 'Run', exact: true }).click()
    const closed = page.waitForEvent('popup')
    await runner.getByRole('button', { name: 'Connect Acme' }).click()
    await (await closed).close()
    await expect(runner.getByText(/was closed before/)).toBeVisible()
    const waits = runner.getByRole('button', { name: /Waits for Acme to be connected/ })
    // The live events tell of the next attempt before the answer does.
    await page.route('**/flow/next', async (route) => {
      const response = await route.fetch()
      if (/"retry"/.test(route.request().postData() ?? '')) await expect(waits).toHaveCount(2)
      await route.fulfill({ response })
    })
    const opened = page.waitForEvent('popup')
    await runner.getByRole('button', { name: 'Try again' }).click()
    await consent(await opened, 'Alan')
    await page.unrouteAll({ behavior: 'wait' })
    await expect(runner.getByText('Completed').first()).toBeVisible()
    await expect(runner.getByText(/Token request → 200/).first()).toBeVisible()
  })

  await test.step('on a phone', async () => {
    const phone = await browser.newContext({ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true })
    guard.watch(phone)
    const tab = await phone.newPage()
    await tab.goto(address(world, team))
    await tab.getByRole('button', { name: 'Connect Acme' }).tap()
    await expect(tab.getByRole('heading', { name: 'Choose an account' })).toBeVisible()
    await tab.goBack()
    await expect(tab.getByRole('heading', { name: 'Connect Acme' })).toBeVisible()
    await tab.getByRole('button', { name: 'Connect Acme' }).tap()
    await consent(tab, 'Grace')
    await expect(tab.getByRole('heading', { name: 'You are done' })).toBeVisible()
    await phone.close()
  })
})

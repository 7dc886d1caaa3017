import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './fixtures/axe'
import { createSandboxConnection, descopeOf } from './fixtures/descope'
import { sandboxUrl } from './fixtures/settings'
import { createOperator, expect, signIn, test, unique, uniqueId, type Workspace } from './fixtures/test'

// Each state of a page is looked at by axe twice.
test.describe.configure({ timeout: 120_000 })

const SECRET = 'a-client-secret-of-the-test'

const field = (page: Page, name: string | RegExp) => page.getByLabel(name, { exact: typeof name === 'string' })
const create = (page: Page) => page.getByRole('button', { name: 'Create connection' })
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true })
const row = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name })

test('a connection begins from a provider that is known, and says what it lacks', async ({ page, emptyProject }) => {
  const list = `/p/${emptyProject.id}/connections`

  await test.step('an empty list teaches the next step', async () => {
    await page.goto(list)
    await expect(page.getByRole('heading', { name: 'No connection yet' })).toBeVisible()
    await expectAccessible(page, 'connections, empty')
    await page.getByRole('link', { name: 'New connection' }).click()
  })

  await test.step('the gallery is searched', async () => {
    await expect(page.getByRole('link', { name: /^Google Calendar/ })).toBeVisible()
    await expectAccessible(page, 'gallery')
    await page.getByRole('searchbox', { name: 'Search providers' }).fill('nothing like it')
    await expect(page.getByText('No provider matches')).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search providers' }).fill('calendar')
    await expect(page.getByRole('link', { name: /^GitHub/ })).toHaveCount(0)
    await page.getByRole('link', { name: /^Google Calendar/ }).click()
  })

  await test.step('everything but the client is filled in', async () => {
    await expect(page.getByRole('heading', { name: 'New Google Calendar connection', level: 1 })).toBeVisible()
    await expect(field(page, 'ID')).toHaveValue('google-calendar')
    await expect(field(page, /^Token URL/)).toHaveValue('https://oauth2.googleapis.com/token')
    await expect(field(page, /^Default scopes/)).toHaveValue('https://www.googleapis.com/auth/calendar')
    await expect(page.getByRole('checkbox', { name: /^Consent/ })).toBeChecked()
    await expect(page.getByText(/\/v1\/outbound\/oauth\/callback$/)).toBeVisible()
    await create(page).click()
    await expect(field(page, 'Client ID')).toHaveAccessibleDescription(/Enter the client ID/)
    await expectAccessible(page, 'new connection with errors')
    await field(page, 'Client ID').fill('client-of-google')
    await field(page, /^Client secret/).fill(SECRET)
    await create(page).click()
    await expect(page.getByRole('heading', { name: 'Google Calendar', level: 1 })).toBeVisible()
    await expect(page.getByText('A value is stored.')).toBeAttached()
    await expect(page.locator('body')).not.toContainText(SECRET)
    await expectAccessible(page, 'connection')
  })

  await test.step('the list shows it', async () => {
    await page.getByRole('link', { name: 'Connections' }).last().click()
    await expect(row(page, 'Google Calendar')).toContainText('OAuth')
    await expect(row(page, 'Google Calendar')).toContainText('None')
    await expectAccessible(page, 'connections')
  })

  await test.step('a shop has addresses of its own', async () => {
    await page.goto(`${list}/new?template=shopify`)
    await field(page, 'Client ID').fill('client-of-shopify')
    await create(page).click()
    await expect(field(page, /^Token URL/)).toHaveAccessibleDescription(/Replace {shop} by your own value/)
    await field(page, 'Shop').fill('acme')
    await expect(field(page, /^Token URL/)).toHaveValue('https://acme.myshopify.com/admin/oauth/access_token')
    await create(page).click()
    await expect(page.getByRole('heading', { name: 'Shopify', level: 1 })).toBeVisible()
  })
})

test('a custom connection: discovery, registration, errors at the fields, a secret that stays', async ({
  page,
  workspace,
  guard,
}) => {
  const name = unique('Custom')
  const id = uniqueId('custom')

  await test.step('nothing typed is lost when it is refused', async () => {
    await page.goto(`/p/${workspace.id}/connections/new?type=oauth`)
    await field(page, 'Name').fill(name)
    await field(page, 'ID').fill('not/an id')
    await field(page, /^Discovery URL/).fill('auth.example.com')
    await field(page, /^Default scopes/).fill('read "quoted"')
    await page.getByRole('button', { name: 'Add authorization parameter' }).click()
    await field(page, 'Name of authorization parameter 1').fill('state')
    await page.getByRole('checkbox', { name: /^None/ }).click()
    await page.getByRole('checkbox', { name: /^Login/ }).click()
    await create(page).click()
    await expect(field(page, 'ID')).toHaveAccessibleDescription(/letters, digits and dashes/)
    await expect(field(page, /^Discovery URL/)).toHaveAccessibleDescription(/Begin with https/)
    await expect(field(page, /^Default scopes/)).toHaveAccessibleDescription(/without quotes/)
    await expect(page.getByText('Patchbay sets this parameter itself.')).toBeVisible()
    await expect(page.getByText('None goes with no other prompt.')).toBeVisible()
    await expect(field(page, 'Name')).toHaveValue(name)
    await page.getByRole('button', { name: 'Remove authorization parameter 1' }).click()
    await page.getByRole('checkbox', { name: /^None/ }).click()
    await page.getByRole('checkbox', { name: /^Login/ }).click()
    await field(page, 'ID').fill(id)
    await field(page, /^Default scopes/).fill('openid\ncontacts.read')
  })

  await test.step('a discovery URL fills in the addresses, or says why not', async () => {
    guard.allow(/400 POST .*discover/)
    await field(page, /^Discovery URL/).fill(`${sandboxUrl}/crm`)
    await page.getByRole('button', { name: 'Fill in' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'Nothing was filled in' })).toBeVisible()
    await field(page, /^Discovery URL/).fill(`${sandboxUrl}/idp`)
    await page.getByRole('button', { name: 'Fill in' }).click()
    await expect(page.getByText(`The issuer is ${sandboxUrl}/idp.`)).toBeVisible()
    await expect(field(page, /^Authorization URL/)).toHaveValue(`${sandboxUrl}/idp/auth`)
    await expect(field(page, /^Revocation URL/)).toHaveValue(`${sandboxUrl}/idp/token/revocation`)
  })

  await test.step('Patchbay registers itself', async () => {
    await page.getByRole('switch', { name: 'Dynamic client registration' }).click()
    await expect(field(page, /^Registration URL/)).toHaveValue(`${sandboxUrl}/idp/reg`)
    await create(page).click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await page.getByRole('button', { name: 'Register client' }).click()
    await expect(page.getByText('The provider has made a client.')).toBeVisible()
    await expect(field(page, /^Client ID/)).toHaveValue(/.{10}/)
    await expect(page.getByRole('button', { name: 'Replace Client secret' })).toBeVisible()
  })

  await test.step('a secret is asked for again when it would go to another host', async () => {
    await field(page, /^Token URL/).fill('http://elsewhere.example.com/token')
    await expect(field(page, /^Token URL/)).toHaveAccessibleDescription(/no TLS/)
    await expect(page.getByText('now leads to another host. Replace')).toBeVisible()
    await save(page).click()
    await expect(page.getByText('Enter it again: the connection now leads to another host.')).toBeVisible()
    await page.getByRole('button', { name: 'Discard changes' }).click()
    await expect(field(page, /^Token URL/)).toHaveValue(`${sandboxUrl}/idp/token`)
  })

  await test.step('settings last, the logo too', async () => {
    await page.getByLabel('Logo file').setInputFiles({
      name: 'logo.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>',
      ),
    })
    await field(page, /^Callback domain/).fill('connect.example.com')
    await expect(page.getByText('https://connect.example.com/v1/outbound/oauth/callback')).toBeVisible()
    await page.getByRole('switch', { name: 'PKCE' }).click()
    await save(page).click()
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('switch', { name: 'PKCE' })).not.toBeChecked()
    await expect(field(page, 'ID')).toBeDisabled()
    await expect(page.locator('h1 img')).toBeVisible()
  })

  await test.step('a deletion says what goes and asks for the name', async () => {
    await page.getByRole('button', { name: `Actions of ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Delete…' }).click()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog).toContainText('It holds no token.')
    await expectAccessible(page, 'deleting a connection')
    await expect(dialog.getByRole('button', { name: 'Delete connection' })).toBeDisabled()
    await dialog.getByRole('textbox').fill(name)
    await dialog.getByRole('button', { name: 'Delete connection' }).click()
    await page.waitForURL(/\/connections$/)
    await expect(row(page, name)).toHaveCount(0)
  })
})

test('a connection of API keys has no more than a name', async ({ page, workspace }) => {
  const name = unique('Keys')
  await page.goto(`/p/${workspace.id}/connections/new?type=apiKey`)
  await field(page, 'Name').fill(name)
  await field(page, /^Description/).click()
  await expect(field(page, 'ID')).toHaveValue(name.toLowerCase().replace(/ /g, '-'))
  await expect(field(page, 'Client ID')).toHaveCount(0)
  await expectAccessible(page, 'new API key connection')
  await create(page).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await page.getByRole('link', { name: 'Token Management' }).click()
  await expect(page.getByRole('link', { name: 'Token Management' })).toHaveAttribute('aria-current', 'page')
  await expectAccessible(page, 'tokens')
})

test('an account is connected from the page, in the window of the provider', async ({ page, workspace, guard }) => {
  const descope = await descopeOf(workspace)
  const name = unique('Acme')
  const id = await createSandboxConnection(descope, name)
  const loginId = `${uniqueId('ada')}@example.com`
  await descope.management.user.create(loginId)
  await page.goto(`/p/${workspace.id}/connections/${id}`)
  const connect = page.getByRole('button', { name: 'Connect', exact: true })

  await test.step('nobody of this name is told at the field', async () => {
    guard.allow(/400 POST .*connect/)
    await field(page, 'User').fill('nobody')
    await connect.click()
    await expect(field(page, 'User')).toHaveAccessibleDescription(/There is no user/)
  })

  await test.step('a refusal at the provider is told', async () => {
    guard.allow(/400 GET .*oauth\/callback/)
    await field(page, 'User').fill(loginId)
    const opened = page.waitForEvent('popup')
    await connect.click()
    const provider = await opened
    await provider.getByRole('button', { name: /Ada Lovelace/ }).click()
    await provider.getByRole('button', { name: /Deny|Refuse|Cancel/ }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'Not connected' })).toContainText('not granted')
    await provider.close()
  })

  await test.step('a window that is closed midway is told, and the next one goes on', async () => {
    const opened = page.waitForEvent('popup')
    await connect.click()
    await (await opened).close()
    await expect(page.getByRole('status').filter({ hasText: 'The window is gone' })).toBeVisible()
  })

  await test.step('consent brings a token', async () => {
    const opened = page.waitForEvent('popup')
    await connect.click()
    const provider = await opened
    await provider.getByRole('button', { name: 'Allow' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Connected' })).toContainText('contacts.read')
    await expectAccessible(page, 'connected')
  })

  await test.step('which the list counts, and a deletion names', async () => {
    await page.goto(`/p/${workspace.id}/connections?search=${encodeURIComponent(name)}`)
    await expect(row(page, name).getByRole('link', { name: '1', exact: true })).toBeVisible()
    await page.getByRole('button', { name: `Actions of ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Delete…' }).click()
    await expect(page.getByRole('alertdialog')).toContainText('1 token of 1 user goes with it')
  })
})

test('a viewer reads connections and changes nothing', async ({ page, visitor, workspace, guard }) => {
  const name = await addConnection(page, workspace)
  await signIn(visitor, await createOperator(workspace, 'viewer'))
  await visitor.getByRole('navigation', { name: 'Project' }).getByRole('link', { name: 'Connections' }).click()
  await expect(visitor.getByRole('link', { name: 'New connection' })).toHaveCount(0)
  await visitor.getByRole('link', { name, exact: true }).click()
  await expect(field(visitor, 'Client ID')).toBeDisabled()
  await expect(visitor.getByText('You can look at this connection.')).toBeVisible()
  await expect(visitor.getByRole('button', { name: /Save|Actions of/ })).toHaveCount(0)
  guard.allow(/404 GET .*\/connections\/new/)
  await visitor.goto(`/p/${workspace.id}/connections/new`)
  await expect(visitor.getByRole('heading', { level: 1 })).not.toHaveText('New connection')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('every page of connections fits', async ({ page, workspace }) => {
    const name = await addConnection(page, workspace)
    const list = `/p/${workspace.id}/connections`
    for (const path of [list, `${list}/new`, `${list}/new?template=shopify`, `${list}/new?type=apiKey`]) {
      await page.goto(path)
      await expectFits(page)
    }
    await page.goto(`${list}?search=${encodeURIComponent(name)}`)
    await page.getByRole('link', { name, exact: true }).tap()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await expectFits(page)
    await page.getByRole('link', { name: 'Token Management' }).tap()
    await expectFits(page)
  })
})

async function expectFits(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wider, page.url()).toBeLessThanOrEqual(0)
}

async function addConnection(page: Page, { id }: Workspace): Promise<string> {
  const name = unique('Acme')
  await page.goto(`/p/${id}/connections/new?type=oauth`)
  await field(page, 'Name').fill(name)
  await field(page, 'ID').fill(uniqueId('acme'))
  await field(page, 'Client ID').fill('client')
  await field(page, /^Authorization URL/).fill('https://acme.example.com/authorize')
  await field(page, /^Token URL/).fill('https://acme.example.com/token')
  await create(page).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  return name
}

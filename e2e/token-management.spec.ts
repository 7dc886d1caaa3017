import type { Page } from '@playwright/test'
import { expectAccessible } from './fixtures/axe'
import { createOperator, expect, prepare, signIn, test, unique, type Workspace } from './fixtures/test'

const HOUR_SECONDS = 3_600

/** Calls of the management API, with a key of their own; the body is read as JSON. */
async function managementOf(page: Page, project: Workspace) {
  const made = await prepare(['key', 'create', '--name', unique('key'), '--project', project.id, '--json'])
  const key: unknown = JSON.parse(made)
  const headers = { authorization: `Bearer ${project.id}:${Reflect.get(Object(key), 'managementKey')}` }
  return async (path: string, data: object): Promise<unknown> => {
    const response = await page.request.post(`/v1/mgmt/${path}`, { headers, data })
    expect(response.status(), await response.text()).toBe(200)
    return await response.json()
  }
}

/** A calendar by OAuth and a CRM by API keys, with users and a tenant. */
async function prepareConnections(page: Page, project: Workspace) {
  const post = await managementOf(page, project)
  await post('outbound/app/create', {
    id: 'cal',
    name: 'Calendar',
    clientId: 'patchbay',
    authorizationUrl: 'https://calendar.example.com/authorize',
    tokenUrl: 'http://127.0.0.1:9/token',
    revocationUrl: 'http://127.0.0.1:9/revoke',
    defaultScopes: ['events.read'],
  })
  await post('outbound/app/create', { id: 'crm', name: 'CRM', appType: 'apiKey' })
  await post('tenant/create', { id: 'acme', name: 'Acme 🚀' })
  const ada = await post('user/create', { loginId: 'ada@example.com', displayName: 'Ada Lovelace' })
  await post('user/create', { loginId: 'grace@example.com', displayName: 'Grace Hopper' })
  const userId = String(Reflect.get(Object(Reflect.get(Object(ada), 'user')), 'userId'))
  return { post, userId }
}

const scopes = (count: number) => Array.from({ length: count }, (_, at) => `scope.${at}`)
const tokens = (page: Page) => page.getByRole('table', { name: 'Tokens' })
const rowOf = (page: Page, name: string | RegExp) => tokens(page).getByRole('row').filter({ hasText: name })

async function choose(page: Page, owner: RegExp, item: string) {
  await page.getByRole('button', { name: owner }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

test('an admin finds, reads, refreshes, reveals and deletes tokens', async ({ page, visitor, emptyProject, guard }) => {
  // A provider that does not answer, and a password that is wrong.
  guard.allow(/response: 502 POST .*refresh/)
  guard.allow(/response: 400 POST .*reveal/)
  const { post } = await prepareConnections(page, emptyProject)
  const upload = (level: 'user' | 'tenant', given: object) =>
    post(`outbound/app/${level}/oauthtoken/upload`, {
      appId: 'cal',
      accessToken: 'planted-access-token',
      accessTokenExpiry: Math.floor(Date.now() / 1000) + HOUR_SECONDS,
      ...given,
    })
  await upload('user', { userId: 'grace@example.com', scopes: scopes(500), accessTokenExpiry: 1 })
  await upload('user', { userId: 'ada@example.com', scopes: ['events.read'], refreshToken: 'planted-refresh-token' })
  await upload('user', { userId: 'ada@example.com', tenantId: 'acme', scopes: ['events.read'] })
  await upload('tenant', { tenantId: 'acme', scopes: ['events.write'], externalIdentifier: 'sales@acme.example' })

  const admin = await createOperator(emptyProject, 'admin')
  await signIn(visitor, admin)
  await visitor.goto(`/p/${emptyProject.id}/connections/cal/tokens`)

  await test.step('the list, its filters and its search', async () => {
    await expect(tokens(visitor).getByRole('row')).toHaveCount(5)
    await expect(rowOf(visitor, 'Grace Hopper')).toContainText('Expired')
    await expect(rowOf(visitor, 'Grace Hopper')).toContainText('+497')
    await expectAccessible(visitor, 'tokens')
    await visitor.getByRole('combobox', { name: 'Level' }).click()
    await visitor.getByRole('option', { name: 'User in tenant' }).click()
    await expect(tokens(visitor).getByRole('row')).toHaveCount(2)
    await visitor.getByRole('button', { name: 'Clear filters' }).click()
    await visitor.getByRole('searchbox', { name: 'Search tokens' }).fill('acme')
    await expect(visitor.getByText('2 tokens found')).toBeVisible()
    await expect(visitor).toHaveURL(/search=acme/)
    await visitor.getByRole('searchbox', { name: 'Search tokens' }).fill('nobody')
    await expect(visitor.getByRole('heading', { name: 'No token matches' })).toBeVisible()
    await visitor.getByRole('button', { name: 'Show all tokens' }).click()
    await expect(tokens(visitor).getByRole('row')).toHaveCount(5)
  })

  await test.step('a token’s panel by keyboard, with its scopes and timeline', async () => {
    await visitor.getByRole('button', { name: 'Token of Grace Hopper', exact: true }).focus()
    await visitor.keyboard.press('Enter')
    const panel = visitor.getByRole('dialog', { name: 'Token of Grace Hopper' })
    await expect(panel.getByRole('region', { name: 'Timeline' })).toContainText('Uploaded')
    await expect(panel.getByRole('region', { name: 'Scopes' }).getByRole('listitem')).toHaveCount(12)
    await panel.getByRole('button', { name: 'Show all 500' }).click()
    await expect(panel.getByRole('region', { name: 'Scopes' }).getByRole('listitem')).toHaveCount(500)
    await expectAccessible(visitor, 'a token')
    const remove = panel.getByRole('button', { name: 'Delete…' })
    await remove.press('Enter')
    // By their buttons: for some milliseconds after one of two modals has come or gone, Escape is still the other's.
    const question = visitor.getByRole('alertdialog', { name: 'Delete this token?' })
    await question.getByRole('button', { name: 'Cancel' }).press('Enter')
    await expect(remove).toBeFocused()
    await panel.getByRole('button', { name: 'Close' }).press('Enter')
    await expect(panel).toBeHidden()
    await expect(visitor.getByRole('button', { name: 'Token of Grace Hopper', exact: true })).toBeFocused()
  })

  await test.step('a refresh that its provider does not answer says so', async () => {
    await choose(visitor, /Actions for the token of Ada Lovelace, Calendar/, 'Refresh now')
    const dialog = visitor.getByRole('dialog', { name: 'Refresh token' })
    await expect(dialog.getByRole('alert')).toContainText('The token was not refreshed')
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await expect(visitor.getByRole('button', { name: 'Actions for the token of Ada Lovelace, Calendar' })).toBeFocused()
    await visitor.getByRole('button', { name: 'Token of Ada Lovelace', exact: true }).click()
    const panel = visitor.getByRole('dialog', { name: 'Token of Ada Lovelace' })
    await expect(panel.getByRole('region', { name: 'Timeline' })).toContainText('Refresh failed')
    await visitor.keyboard.press('Escape')
  })

  await test.step('Reveal asks for the password, shows the token for a while, and is written down', async () => {
    await choose(visitor, /Actions for the token of Ada Lovelace, Calendar/, 'Reveal…')
    const dialog = visitor.getByRole('dialog', { name: 'Reveal token' })
    await dialog.getByLabel('Your password').fill('wrong')
    await dialog.getByRole('button', { name: 'Reveal' }).click()
    await expect(dialog.getByLabel('Your password')).toHaveAccessibleDescription(/This is not your password/)
    await dialog.getByLabel('Your password').fill(admin.password)
    await dialog.getByRole('button', { name: 'Reveal' }).click()
    await expect(dialog.getByRole('region', { name: 'Access token' })).toContainText('planted-access-token')
    await expect(dialog.getByRole('region', { name: 'Refresh token' })).toContainText('planted-refresh-token')
    await expectAccessible(visitor, 'a revealed token')
    await dialog.getByRole('button', { name: 'Hide now' }).click()
    await expect(dialog.getByText('The token is hidden again')).toBeVisible()
    expect(await visitor.content()).not.toContain('planted-')
    await dialog.getByRole('button', { name: 'Close' }).first().click()
    await visitor.getByRole('button', { name: 'Token of Ada Lovelace', exact: true }).click()
    await expect(visitor.getByRole('region', { name: 'Timeline' })).toContainText('Revealed')
    await visitor.keyboard.press('Escape')
  })

  await test.step('deletions say what goes, and many are typed', async () => {
    await choose(visitor, /Actions for the token of Acme 🚀, Calendar/, 'Delete token…')
    const one = visitor.getByRole('alertdialog', { name: 'Delete this token?' })
    await expect(one).toContainText('The provider is told')
    await one.getByRole('button', { name: 'Delete token' }).click()
    await expect(tokens(visitor).getByRole('row')).toHaveCount(4)
    await choose(visitor, /Actions for the token of Ada Lovelace, Calendar/, 'Delete all of this user…')
    const all = visitor.getByRole('alertdialog', { name: 'Delete all these tokens?' })
    await expect(all).toContainText('2 tokens of Ada Lovelace for Calendar')
    await expect(all.getByRole('button', { name: 'Delete 2 tokens' })).toBeDisabled()
    await expectAccessible(visitor, 'a deletion')
    await all.getByRole('textbox').fill('delete 2 tokens')
    await all.getByRole('button', { name: 'Delete 2 tokens' }).click()
    await expect(tokens(visitor).getByRole('row')).toHaveCount(2)
    await visitor.getByRole('button', { name: 'Delete all…' }).click()
    const typed = visitor.getByRole('alertdialog').getByRole('textbox')
    await typed.fill('delete 1')
    await typed.press('Enter')
    await typed.fill('delete 1 token')
    await typed.press('Enter')
    await expect(visitor.getByRole('heading', { name: 'Nobody is connected yet' })).toBeVisible()
    await expectAccessible(visitor, 'no token')
  })
})

test('a person’s connections: a link is made, a key is stored and replaced', async ({
  page,
  visitor,
  emptyProject,
  guard,
}) => {
  // A tenant that is not there, and one whose member she is not.
  guard.allow(/response: 40[34] POST .*connect-links/)
  const { post, userId } = await prepareConnections(page, emptyProject)
  await signIn(visitor, await createOperator(emptyProject, 'editor'))
  await visitor.goto(`/p/${emptyProject.id}/users/${userId}`)
  await visitor.getByRole('navigation', { name: 'User' }).getByRole('link', { name: 'Connections' }).click()
  await expect(visitor.getByRole('heading', { name: 'Nothing is connected yet' })).toBeVisible()

  await test.step('a link to hand over', async () => {
    await visitor.getByRole('button', { name: 'Connect…' }).click()
    const dialog = visitor.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Connection' }).click()
    await visitor.getByRole('option', { name: 'Calendar' }).click()
    await dialog.getByRole('combobox', { name: 'Belongs to' }).click()
    await visitor.getByRole('option', { name: 'A user in a tenant' }).click()
    await dialog.getByLabel('Tenant id').fill('nowhere')
    await dialog.getByRole('button', { name: 'Make link' }).click()
    await expect(dialog.getByLabel('Tenant id')).toHaveAccessibleDescription(/There is no tenant with this id/)
    await dialog.getByLabel('Tenant id').fill('acme')
    await dialog.getByRole('button', { name: 'Make link' }).click()
    await expect(dialog.getByLabel('Tenant id')).toHaveAccessibleDescription(/does not belong to the tenant/)
    await post('user/update/tenant/add', { loginId: 'ada@example.com', tenantId: 'acme' })
    await dialog.getByRole('button', { name: 'Make link' }).click()
    await expect(dialog.getByLabel('Connect link')).toHaveValue(/\/v1\/outbound\/oauth\/connect\?ticket=/)
    await expectAccessible(visitor, 'a connect link')
    await dialog.getByRole('button', { name: 'Close' }).last().click()
  })

  await test.step('an API key, stored and replaced', async () => {
    await visitor.getByRole('button', { name: 'Connect…' }).click()
    const dialog = visitor.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Connection' }).click()
    await visitor.getByRole('option', { name: 'CRM' }).click()
    await dialog.getByRole('button', { name: 'Store API key' }).click()
    await expect(dialog.getByRole('textbox', { name: 'API key' })).toHaveAccessibleDescription(/Enter the API key/)
    await dialog.getByRole('textbox', { name: 'API key' }).fill('planted-key')
    await dialog.getByRole('button', { name: 'Store API key' }).click()
    await expect(rowOf(visitor, 'CRM')).toContainText('API key')
    await choose(visitor, /Actions for the token of Ada Lovelace, CRM/, 'Replace API key…')
    await dialog.getByRole('textbox', { name: 'API key' }).fill('planted-key-2')
    await dialog.getByRole('button', { name: 'Store API key' }).click()
    await expect(dialog).toBeHidden()
    await visitor.getByRole('button', { name: 'Token of Ada Lovelace for CRM', exact: true }).click()
    await expect(visitor.getByRole('region', { name: 'Timeline' }).getByRole('listitem')).toHaveCount(2)
    await visitor.keyboard.press('Escape')
  })

  await test.step('tokens of a user are listed by connection', async () => {
    await post('outbound/app/user/oauthtoken/upload', {
      appId: 'cal',
      userId,
      tenantId: 'acme',
      accessToken: 'planted',
    })
    await visitor.reload()
    await expect(rowOf(visitor, 'Calendar')).toContainText('in Acme 🚀')
    // An editor refreshes and deletes; only an admin reveals.
    await visitor.getByRole('button', { name: /Actions for the token.*Calendar/ }).click()
    await expect(visitor.getByRole('menuitem', { name: 'Delete token…' })).toBeVisible()
    await expect(visitor.getByRole('menuitem', { name: 'Reveal…' })).toBeHidden()
    await visitor.keyboard.press('Escape')
  })

  await test.step('and the tenant has a page of its own', async () => {
    await visitor.goto(`/p/${emptyProject.id}/tenants/acme/connections`)
    await expect(rowOf(visitor, 'Calendar')).toContainText('Ada Lovelace')
    await expectAccessible(visitor, 'connections of a tenant')
  })
})

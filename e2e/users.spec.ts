import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from './fixtures/axe'
import { createManagementKey } from './fixtures/descope'
import { createOperator, expect, signIn, test, unique, uniqueId, type Workspace } from './fixtures/test'

async function addAttribute(page: Page, attribute: { name: string; type: string; shown?: string; options?: string }) {
  await page.getByRole('button', { name: 'New attribute' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New attribute' })
  await dialog.getByLabel('Name').fill(attribute.name)
  await dialog.getByRole('combobox', { name: 'Type' }).click()
  await page.getByRole('option', { name: attribute.type }).click()
  if (attribute.shown) await dialog.getByLabel('Shown as').fill(attribute.shown)
  if (attribute.options) await dialog.getByLabel('Options').fill(attribute.options)
  await dialog.getByRole('button', { name: 'Add attribute' }).click()
  await expect(dialog).toBeHidden()
}

/** Calls of the management API, with a key of their own. */
async function managementOf(page: Page, project: Workspace) {
  const headers = { authorization: `Bearer ${project.id}:${await createManagementKey(project)}` }
  return (path: string, data: object) => page.request.post(`/v1/mgmt/${path}`, { headers, data })
}

const users = (page: Page) => page.getByRole('table', { name: 'Users' })

test('an editor makes tenants and attributes, and deletes a tenant by its name', async ({ visitor, emptyProject }) => {
  await signIn(visitor, await createOperator(emptyProject, 'editor'))
  const base = `/p/${emptyProject.id}`
  await visitor.goto(`${base}/tenants`)

  await test.step('a tenant, whose wrong id is told at its field', async () => {
    await expect(visitor.getByRole('heading', { name: 'No tenant yet' })).toBeVisible()
    await expectAccessible(visitor, 'no tenant')
    await visitor.getByRole('link', { name: 'New tenant' }).click()
    await visitor.getByLabel('Name').fill('Acme')
    await visitor.getByRole('textbox', { name: /^Id/ }).fill('a b')
    await visitor.getByRole('button', { name: 'Create tenant' }).click()
    await expect(visitor.getByRole('textbox', { name: /^Id/ })).toHaveAccessibleDescription(/Use letters, digits/)
    await visitor.getByRole('textbox', { name: /^Id/ }).fill('acme')
    await visitor.getByRole('button', { name: 'Create tenant' }).click()
    await expect(visitor.getByRole('heading', { name: 'Acme', level: 1 })).toBeVisible()
    await expectAccessible(visitor, 'a tenant')
  })

  await test.step('attributes of users', async () => {
    await visitor.getByRole('navigation', { name: 'Project' }).getByRole('link', { name: 'Users' }).click()
    await expect(visitor.getByRole('heading', { name: 'No user yet' })).toBeVisible()
    await visitor.getByRole('link', { name: 'Custom attributes' }).click()
    await addAttribute(visitor, { name: 'plan', type: 'One of a list', shown: 'Plan', options: 'free\npro' })
    await addAttribute(visitor, { name: 'seats', type: 'Number' })
    await addAttribute(visitor, { name: 'tags', type: 'Several of a list', options: 'beta\nvip' })
    await addAttribute(visitor, { name: 'trial', type: 'Yes or no' })
    await addAttribute(visitor, { name: 'born', type: 'Date' })
    await expect(visitor.getByRole('table', { name: 'Custom attributes' }).getByRole('row')).toHaveCount(6)
    await expectAccessible(visitor, 'attributes')
  })

  await test.step('and a tenant goes when its name is typed', async () => {
    await visitor.goto(`${base}/tenants`)
    await visitor.getByRole('link', { name: 'Acme' }).click()
    await visitor.getByRole('button', { name: 'Delete tenant…' }).click()
    const dialog = visitor.getByRole('alertdialog')
    await expect(dialog.getByRole('listitem')).toHaveText(['It has no member.', 'No connected token goes with it.'])
    await dialog.getByRole('textbox').fill('Acme')
    await dialog.getByRole('button', { name: 'Delete tenant' }).click()
    await expect(visitor.getByRole('heading', { name: 'No tenant yet' })).toBeVisible()
  })
})

test('an editor keeps users: made, found, changed, shut out and deleted', async ({ page, visitor, emptyProject }) => {
  const post = await managementOf(page, emptyProject)
  expect((await post('tenant/create', { id: 'acme', name: 'Acme' })).status()).toBe(200)
  const attributes = [
    { name: 'plan', type: 4, displayName: 'Plan', options: ['free', 'pro'] },
    { name: 'seats', type: 2 },
    { name: 'tags', type: 5, options: ['beta', 'vip'] },
    { name: 'trial', type: 3 },
    { name: 'born', type: 6 },
  ]
  expect((await post('user/customattribute/create', { attributes })).status()).toBe(200)
  await signIn(visitor, await createOperator(emptyProject, 'editor'))
  const base = `/p/${emptyProject.id}`
  await visitor.goto(`${base}/users`)

  await test.step('a user, with all of it', async () => {
    await visitor.getByRole('link', { name: 'New user' }).click()
    await visitor.getByLabel('Login ids').fill('Ada@Example.com\nada')
    await visitor.getByLabel('Name', { exact: true }).fill('Ada Lovelace')
    await visitor.getByLabel('E-mail', { exact: true }).fill('nonsense')
    await visitor.getByRole('button', { name: 'Add to a tenant' }).click()
    await visitor.getByRole('option', { name: /Acme/ }).click()
    await visitor.getByLabel('Roles in Acme').fill('Owner, Guest')
    await visitor.getByRole('combobox', { name: 'Plan' }).click()
    await visitor.getByRole('option', { name: 'pro' }).click()
    await visitor.getByLabel('seats').fill('3')
    await visitor.getByRole('checkbox', { name: 'vip' }).check()
    await visitor.getByLabel('born').fill('2020-02-29')
    await visitor.getByRole('button', { name: 'Create user' }).click()
    await expect(visitor.getByLabel('E-mail', { exact: true })).toHaveAccessibleDescription(/Enter an e-mail address/)
    await expect(visitor.getByLabel('seats')).toHaveValue('3')
    await visitor.getByLabel('E-mail', { exact: true }).fill('Ada@example.com')
    await visitor.getByRole('button', { name: 'Create user' }).click()
    await expect(visitor.getByRole('heading', { name: 'Ada Lovelace', level: 1 })).toBeVisible()
    await expect(visitor.getByLabel('Roles in Acme')).toHaveValue('Owner, Guest')
    await expect(visitor.getByRole('checkbox', { name: 'vip' })).toBeChecked()
    await expect(visitor.getByRole('combobox', { name: 'trial' })).toHaveText('Not set')
    await expectAccessible(visitor, 'a user')
  })

  await test.step('a login id belongs to one user, and what is typed asks before it is left', async () => {
    await visitor.goto(`${base}/users/new`)
    await visitor.getByLabel('Login ids').fill('ADA')
    await visitor.getByRole('button', { name: 'Create user' }).click()
    await expect(visitor.getByLabel('Login ids')).toHaveAccessibleDescription(/Another user of the project/)
    await visitor.getByRole('link', { name: 'Users' }).first().click()
    await visitor.getByRole('button', { name: 'Keep editing' }).click()
    await visitor.getByLabel('Login ids').fill('bob')
    await visitor.getByRole('button', { name: 'Create user' }).click()
    await expect(visitor.getByRole('heading', { name: 'bob', level: 1 })).toBeVisible()
  })

  await test.step('are found by text, tenant and attribute', async () => {
    await visitor.goto(`${base}/users`)
    await expect(users(visitor).getByRole('row')).toHaveCount(3)
    await visitor.getByRole('searchbox', { name: 'Search users' }).fill('LOVE')
    await expect(users(visitor).getByRole('row')).toHaveCount(2)
    await expect(visitor.getByRole('status').filter({ hasText: '1 user found' })).toBeVisible()
    await visitor.getByRole('button', { name: 'Clear filters' }).click()
    await visitor.getByRole('combobox', { name: 'Attribute' }).click()
    await visitor.getByRole('option', { name: 'Plan' }).click()
    await visitor.getByRole('combobox', { name: 'Value of Plan' }).click()
    await visitor.getByRole('option', { name: 'pro' }).click()
    await expect(users(visitor).getByRole('row')).toHaveCount(2)
    await visitor.getByRole('button', { name: 'Tenant: any' }).click()
    await visitor.getByRole('option', { name: /Acme/ }).click()
    await expect(visitor.getByRole('button', { name: 'Tenant: Acme' })).toBeVisible()
    await expect(users(visitor).getByRole('link', { name: 'Ada Lovelace' })).toBeVisible()
    await expect(visitor).toHaveTitle(/^Users/)
    await expectAccessible(visitor, 'filtered users')
  })

  await test.step('are disabled, enabled and deleted', async () => {
    await users(visitor).getByRole('link', { name: 'Ada Lovelace' }).click()
    await visitor.getByRole('button', { name: 'Disable user…' }).click()
    await visitor.getByRole('alertdialog').getByRole('button', { name: 'Disable user' }).click()
    await expect(visitor.getByRole('button', { name: 'Enable user' })).toBeVisible()
    await visitor.goto(`${base}/users?status=disabled`)
    await expect(users(visitor).getByRole('row')).toHaveCount(2)
    await users(visitor).getByRole('link', { name: 'Ada Lovelace' }).click()
    await visitor.getByRole('button', { name: 'Delete user…' }).click()
    const dialog = visitor.getByRole('alertdialog')
    await expect(dialog.getByText(/^\d memberships? with .* roles? ends?\.$/)).toBeVisible()
    await expect(dialog.getByText('The user is signed in nowhere.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Delete user' }).click()
    await expect(visitor).toHaveURL(/\/users$/)
    await expect(users(visitor).getByRole('link')).toHaveText(['bob'])
  })

  await test.step('all of it is in the audit log', async () => {
    await page.goto(`${base}/audit`)
    const log = page.getByRole('table', { name: 'Audit log' })
    for (const action of ['attribute.create', 'user.create', 'user.update', 'user.delete']) {
      await expect(log.getByText(action, { exact: true }).first()).toBeVisible()
    }
  })
})

test('a CSV file is checked, imported and exported again', async ({ page, emptyProject }, testInfo) => {
  const base = `/p/${emptyProject.id}`
  await page.goto(`${base}/users/attributes`)
  await addAttribute(page, { name: 'seats', type: 'Number' })
  await page.goto(`${base}/users/import`)
  const lines = [
    'E-Mail;Full name;Seats;Shoe size',
    'ana@example.com;"Ana; the first";3;38',
    'bad;Bad;2;1',
    'ben@example.com;Ben;many;44',
    'ana@example.com;Ana again;4;38',
    ...Array.from({ length: 1_200 }, (_, at) => `user${at}@example.com;User ${at};${at};40`),
  ]
  const choose = (file: string[]) =>
    page.getByLabel(/Choose (a CSV|another) file/).setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(file.join('\n')),
    })

  await test.step('its columns are guessed, its bad lines told, and nothing is imported yet', async () => {
    await choose(lines)
    await expect(page.getByRole('combobox', { name: 'Field of E-Mail' })).toHaveText('E-mail')
    await expect(page.getByRole('combobox', { name: 'Field of Full name' })).toHaveText('Name')
    await expect(page.getByRole('combobox', { name: 'Field of Shoe size' })).toHaveText('Left out')
    await page.getByRole('button', { name: 'Check the file' }).click()
    const problems = page.getByRole('table', { name: 'Lines with problems' })
    await expect(problems.getByRole('row')).toHaveCount(4)
    await expect(problems.getByRole('row', { name: /^3 / })).toContainText('Enter an e-mail address')
    await expect(problems.getByRole('row', { name: /^4 / })).toContainText('Give a number')
    await expect(problems.getByRole('row', { name: /^5 / })).toContainText('Line 2 has the same login id')
    await expect(page.getByText('Nothing has been imported yet.')).toBeVisible()
    await expectAccessible(page, 'a checked file')
  })

  await test.step('then the rest is imported, and the same again changes nothing', async () => {
    await page.getByRole('button', { name: 'Import 1,201 users' }).click()
    await expect(page.getByRole('link', { name: 'Show the users' })).toBeVisible()
    await choose(lines)
    await page.getByRole('button', { name: 'Check the file' }).click()
    await expect(page.getByRole('button', { name: 'Nothing to import' })).toBeDisabled()
    await page.goto(`${base}/users?search=ana`)
    await expect(users(page).getByRole('link', { name: 'Ana; the first' })).toBeVisible()
  })

  await test.step('a line that is out of step is left out, with the lines that an open quotation mark swallows', async () => {
    await page.goto(`${base}/users/import`)
    await choose([
      'loginId,name',
      'r1@example.com,One',
      'r2@example.com',
      '"open@example.com,foo',
      'r3@example.com,x',
      '',
    ])
    await page.getByRole('button', { name: 'Check the file' }).click()
    const problems = page.getByRole('table', { name: 'Lines with problems' })
    await expect(problems.getByRole('row')).toHaveCount(3)
    await expect(problems.getByRole('row', { name: /^3 / })).toContainText('It has 1 cell. Give it 2')
    await expect(problems.getByRole('row', { name: /^4 / })).toContainText('Lines 4 to 5 are left out')
    await expect(page.getByRole('term').filter({ hasText: 'Left out' }).locator('..')).toContainText('3')
    await expect(page.getByRole('button', { name: 'Import 1 user', exact: true })).toBeEnabled()
  })

  await test.step('the list is paged, and exported as it is filtered', async () => {
    await page.goto(`${base}/users`)
    await expect(page.getByRole('status').filter({ hasText: '1,201 users' })).toBeVisible()
    const firstName = await users(page).getByRole('link').first().innerText()
    await page.getByRole('link', { name: 'Next' }).click()
    await expect(users(page).getByRole('link').first()).not.toHaveText(firstName)
    await page.getByRole('link', { name: 'Previous' }).click()
    await expect(users(page).getByRole('link').first()).toHaveText(firstName)
    await page.goto(`${base}/users?search=ana`)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export CSV' }).click()
    const path = testInfo.outputPath('users.csv')
    await (await download).saveAs(path)
    const [header, line, rest] = (await readFile(path, 'utf8')).split('\r\n')
    expect(header).toContain('loginIds,name,')
    expect(header).toContain('customAttributes.seats')
    expect(line).toContain('ana@example.com,Ana; the first,')
    expect(rest).toBe('')
  })
})

test('a viewer reads users and tenants and changes none', async ({ page, visitor, workspace, guard }) => {
  const loginId = uniqueId('seen')
  const name = unique('Seen')
  await page.goto(`/p/${workspace.id}/users/new`)
  await page.getByLabel('Login ids').fill(loginId)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Create user' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  const address = page.url()

  await signIn(visitor, await createOperator(workspace, 'viewer'))
  await visitor.goto(`/p/${workspace.id}/users?search=${loginId}`)
  await expect(users(visitor).getByRole('link', { name })).toBeVisible()
  await expect(visitor.getByRole('link', { name: /New user|Import/ })).toHaveCount(0)
  await users(visitor).getByRole('link', { name }).click()
  await expect(visitor.getByLabel('Login ids')).toBeDisabled()
  await expect(visitor.getByRole('button', { name: /Save|Delete|Disable|Add/ })).toHaveCount(0)
  guard.allow(/response: 404 GET .*users\/(new|import)/)
  guard.allow(/response: 403 (POST|DELETE)/)
  for (const place of ['users/new', 'users/import']) {
    await visitor.goto(`/p/${workspace.id}/${place}`)
    await expect(visitor.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
  }
  await visitor.goto(address)
  const refused = await visitor.evaluate(async (id) => {
    const send = (path: string, method: string, body: unknown) =>
      fetch(`/v1/console/projects/${id}/${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }).then(({ status }) => status)
    return [
      await send('users/import', 'POST', { dryRun: false, rows: [{ line: 1, values: { loginIds: 'x' } }] }),
      await send('tenants/x', 'DELETE', {}),
      await send('attributes', 'DELETE', { subject: 'user', name: 'x' }),
    ]
  }, workspace.id)
  expect(refused).toEqual([403, 403, 403])
})

test('a session is seen where it is, and revoked', async ({ page, workspace }) => {
  const loginId = uniqueId('signed-in')
  const post = await managementOf(page, workspace)
  expect((await post('user/create', { loginId })).status()).toBe(200)
  for (const _ of ['laptop', 'phone']) expect((await post('auth/signin', { loginId })).status()).toBe(200)

  await page.goto(`/p/${workspace.id}/users?search=${loginId}`)
  await users(page).getByRole('link', { name: loginId }).click()
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')
  await expect(sessions).toHaveCount(2)
  await sessions.first().getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke session' }).click()
  await expect(sessions).toHaveCount(1)
  await expectAccessible(page, 'a user with a session')
  await page.getByRole('button', { name: 'Disable user…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disable user' }).click()
  await expect(page.getByText('Signed in nowhere.')).toBeVisible()
})

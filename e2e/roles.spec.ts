import { Canvas } from './canvas'
import { everyKind } from './fixtures/flows'
import { createOperator, expect, importFlow, signIn, test, unique } from './fixtures/test'

test('a viewer reads everything and changes nothing', async ({ page, visitor, workspace, guard }) => {
  const flow = everyKind(unique('Only to look at'))
  await importFlow(workspace, flow)
  const viewer = await createOperator(workspace, 'viewer')
  await signIn(visitor, viewer)
  const base = `/p/${workspace.id}`

  await test.step('no page offers to change something', async () => {
    const navigation = visitor.getByRole('navigation', { name: 'Project' })
    await expect(navigation.getByRole('link')).toHaveText([
      'Flows',
      'Connectors',
      'Connections',
      'Executions',
      'Users',
      'Tenants',
      'Members',
    ])
    await expect(visitor.getByRole('link', { name: flow.name })).toBeVisible()
    await expect(visitor.getByRole('button', { name: /New flow|Import/ })).toHaveCount(0)
    await visitor.goto(`${base}/connectors`)
    await expect(visitor.getByRole('link', { name: 'New connector' })).toHaveCount(0)
    await visitor.getByRole('link', { name: 'Acme CRM' }).click()
    await expect(visitor.getByLabel('Base URL')).toBeDisabled()
    await expect(visitor.getByRole('button', { name: 'Replace Token' })).toBeDisabled()
    await expect(visitor.getByRole('button', { name: /Save|Send/ })).toHaveCount(0)
    await visitor.goto(`${base}/members`)
    await expect(visitor.getByRole('row', { name: viewer.email })).toBeVisible()
    await expect(visitor.getByRole('button', { name: 'Invite' })).toHaveCount(0)
  })

  await test.step('the editor is for looking', async () => {
    const canvas = new Canvas(visitor)
    await canvas.open(workspace.id, flow.id)
    await expect(visitor.getByRole('status').filter({ hasText: 'View only' })).toBeVisible()
    await expect(visitor.getByRole('button', { name: /^(Publish|Add step|Undo)/ })).toHaveCount(0)
    await visitor.keyboard.press('/')
    await expect(visitor.getByRole('dialog')).toHaveCount(0)
    await canvas.select('Find')
    await expect(canvas.panel.getByLabel('Endpoint')).toBeDisabled()
    await expect(canvas.panel.getByRole('button', { name: 'Delete step' })).toHaveCount(0)
    await canvas.showRunner()
    await expect(canvas.runner.getByRole('button', { name: 'Run', exact: true })).toBeDisabled()
  })

  await test.step('pages of admins do not exist', async () => {
    guard.allow(/response: 404 GET .*\/(keys|settings|connectors\/new)/)
    for (const path of ['keys', 'settings', 'connectors/new']) {
      await visitor.goto(`${base}/${path}`)
      await expect(visitor.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
    }
  })

  await test.step('the services refuse what no page offers', async () => {
    const api = `/v1/console/projects/${workspace.id}`
    const headers = { origin: new URL(visitor.url()).origin }
    const started = await visitor.request.post(`${api}/flow/start`, {
      headers,
      data: { executionId: 'aaaaaaaaaaaaaaaaaaaa', flowId: flow.id, version: 'draft', inputs: {} },
    })
    expect([started.status(), (await started.json()).errorCode]).toEqual([403, expect.any(String)])
    const connectors = await (await visitor.request.get(`${api}/connectors`)).json()
    const tested = await visitor.request.post(`${api}/connectors/${connectors.connectors[0].id}/test`, {
      headers,
      data: { action: 'GET', endpoint: '/plans', payload: null, values: {} },
    })
    expect(tested.status()).toBe(403)

    // The very call that saves the owner's draft, sent with the viewer's session.
    const canvas = new Canvas(page)
    await canvas.open(workspace.id, flow.id)
    await canvas.select('Done')
    const saving = page.waitForRequest((request) => request.headers()['next-action'] !== undefined)
    await canvas.panel.getByLabel('Step name').fill('Saved by the owner')
    const { 'next-action': action = '', 'content-type': type = '' } = (await saving).headers()
    const body = (await saving).postData() ?? ''
    await canvas.saved()
    const stolen = await visitor.request.post(`${base}/flows/${flow.id}`, {
      headers: { ...headers, 'next-action': action, 'content-type': type },
      data: body.replaceAll('Saved by the owner', 'Saved by the viewer'),
    })
    expect(await stolen.text()).toContain('"forbidden"')
    await page.reload()
    await expect(canvas.step('Saved by the owner')).toBeVisible()
  })
})

test('an editor changes flows and connectors, not members and settings', async ({ visitor, workspace, guard }) => {
  const flow = everyKind(unique('Edited'))
  await importFlow(workspace, flow)
  await signIn(visitor, await createOperator(workspace, 'editor'))
  const navigation = visitor.getByRole('navigation', { name: 'Project' })
  await expect(navigation.getByRole('link')).toHaveText([
    'Flows',
    'Connectors',
    'Connections',
    'Executions',
    'Users',
    'Tenants',
    'Members',
  ])
  const canvas = new Canvas(visitor)
  await canvas.open(workspace.id, flow.id)
  await canvas.select('Done')
  await canvas.panel.getByLabel('Step name').fill('Renamed')
  await expect(canvas.step('Renamed')).toBeVisible()
  await canvas.saved()
  await visitor.goto(`/p/${workspace.id}/members`)
  await expect(visitor.getByRole('table', { name: 'Members' })).toBeVisible()
  await expect(visitor.getByRole('button', { name: 'Invite' })).toHaveCount(0)
  guard.allow(/response: 404 GET .*settings/)
  await visitor.goto(`/p/${workspace.id}/settings`)
  await expect(visitor.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
})

test('another project looks like one that is not there', async ({ visitor, workspace, emptyProject, guard }) => {
  await signIn(visitor, await createOperator(workspace, 'admin'))
  guard.allow(/response: 404 GET/)
  const seen: string[] = []
  for (const id of [emptyProject.id, 'P2doesnotexistdoesnotexist']) {
    await visitor.goto(`/p/${id}/flows`)
    await expect(visitor.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
    seen.push(await visitor.getByRole('main').innerText())
    const answer = await visitor.request.get(`/v1/console/projects/${id}/flows`)
    seen.push(`${answer.status()} ${await answer.text()}`)
  }
  expect(seen.slice(0, 2)).toEqual(seen.slice(2))
  expect(seen[1]).toMatch(/^404 \{"errorCode"/)
  await visitor.getByRole('link', { name: 'Go to your project' }).click()
  await expect(visitor.getByRole('heading', { name: 'Flows', level: 1 })).toBeVisible()
})

test('signing in, out, and back to where one wanted to go', async ({ visitor, workspace, guard }) => {
  const { email, password } = await createOperator(workspace, 'editor')
  guard.allow(/401 POST .*sign-in/)
  await visitor.goto(`/p/${workspace.id}/connectors`)
  await expect(visitor).toHaveURL(/\/sign-in\?next=/)
  await visitor.getByLabel('E-mail').fill(email)
  await visitor.getByLabel('Password').fill('not my password')
  await visitor.getByRole('button', { name: 'Sign in' }).click()
  await expect(
    visitor.getByRole('alert').filter({ hasText: 'The e-mail address or the password is wrong.' }),
  ).toBeVisible()
  await expect(visitor.getByLabel('E-mail')).toHaveValue(email)
  await expect(visitor.getByLabel('Password')).toBeFocused()
  await visitor.getByLabel('Password').fill(password)
  await visitor.getByRole('button', { name: 'Sign in' }).click()
  await expect(visitor).toHaveURL(new RegExp(`/p/${workspace.id}/connectors$`))
  const cookies = await visitor.context().cookies()
  // The page of where one wanted to go is there, and not the one that is being left.
  await expect(visitor.getByRole('heading', { name: 'Connectors', level: 1 })).toBeVisible()
  const signOut = visitor.getByRole('menuitem', { name: 'Sign out' })
  await expect(async () => {
    await visitor.getByRole('button', { name: /^Account of/ }).click()
    await expect(signOut).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await signOut.click()
  await expect(visitor.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await visitor.goto(`/p/${workspace.id}/flows`)
  await expect(visitor).toHaveURL(/\/sign-in/)
  // The session has ended on the server too, not only its cookie in this browser.
  await visitor.context().addCookies(cookies)
  await visitor.goto(`/p/${workspace.id}/flows`)
  await expect(visitor).toHaveURL(/\/sign-in/)
})

test('too many attempts are told, with how long to wait', async ({ visitor, workspace, guard }) => {
  const { email } = await createOperator(workspace, 'viewer')
  guard.allow(/(401|429) POST .*sign-in/)
  await visitor.goto('/sign-in')
  await visitor.getByLabel('E-mail').fill(email)
  const tooMany = visitor
    .getByRole('alert')
    .filter({ hasText: /^Too many attempts\. Wait \d+ seconds? and try again\.$/ })
  await expect(async () => {
    const answer = visitor.waitForResponse(/sign-in\/email/)
    await visitor.getByLabel('Password').fill('a wrong password')
    await visitor.getByRole('button', { name: 'Sign in' }).click()
    await answer
    await expect(tooMany).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 40_000 })
})

test('an invitation makes one operator, whose role an admin changes', async ({ page, visitor, emptyProject }) => {
  const name = unique('Ina')
  const email = `${name.replace(' ', '-').toLowerCase()}@example.com`
  await page.goto(`/p/${emptyProject.id}/members`)
  await page.getByRole('button', { name: 'Invite' }).click()
  await page.getByRole('radio', { name: 'Viewer' }).click()
  await page.getByRole('button', { name: 'Create link' }).click()
  const link = await page.getByLabel('Invitation link').inputValue()
  await page.getByRole('button', { name: 'Done' }).click()

  await visitor.goto(link)
  await expect(visitor.getByRole('heading', { name: `Join ${emptyProject.name}` })).toBeVisible()
  await visitor.getByLabel('Name').fill(name)
  await visitor.getByLabel('E-mail').fill(email)
  await visitor.getByLabel('Password').fill('a password of hers')
  await visitor.getByRole('button', { name: 'Create account and join' }).click()
  await expect(visitor).toHaveURL(new RegExp(`/p/${emptyProject.id}/flows`))
  await expect(visitor.getByRole('button', { name: 'New flow' })).toHaveCount(0)

  await page.reload()
  await page.getByRole('combobox', { name: `Role of ${name}` }).click()
  await page.getByRole('option', { name: /^Editor/ }).click()
  await expect(page.getByText(`${name} is now editor.`)).toBeVisible()
  await visitor.reload()
  await expect(visitor.getByRole('button', { name: 'New flow' })).toBeVisible()

  await visitor.context().clearCookies()
  await visitor.goto(link)
  await expect(visitor.getByRole('heading', { name: 'This invitation has ended' })).toBeVisible()
})

test('a reset link sets a new password, once', async ({ page, visitor, workspace }) => {
  const { email } = await createOperator(workspace, 'viewer')
  await page.goto(`/p/${workspace.id}/members`)
  await page
    .getByRole('row', { name: email })
    .getByRole('button', { name: /^Actions for/ })
    .click()
  await page.getByRole('menuitem', { name: 'Password reset link…' }).click()
  const link = await page.getByLabel('Password reset link').inputValue()
  await visitor.goto(link)
  await visitor.getByLabel('New password').fill('another password')
  await visitor.getByRole('button', { name: 'Set password and sign in' }).click()
  await expect(visitor.getByRole('heading', { name: 'Flows', level: 1 })).toBeVisible()
  await visitor.context().clearCookies()
  await visitor.goto(link)
  await expect(visitor.getByRole('heading', { name: 'This reset link has ended' })).toBeVisible()
  await signIn(visitor, { email, password: 'another password' })
})

import { readFileSync } from 'node:fs'
import DescopeClient from '@descope/node-sdk'
import { Canvas } from './canvas'
import { expectAccessible } from './fixtures/axe'
import { searchDatabase } from './fixtures/database'
import { serverLog, url } from './fixtures/settings'
import { expect, test, unique, uniqueId } from './fixtures/test'
import { sendJson, startThirdParty } from './fixtures/third-party'

// The example that the product is for: people sign in, a third party is asked about them, and what it says is in their
// JWT. Drawn from an empty flow, published, and walked by an end user to an application that checks the JWT.
test('a sign-in flow from nothing to a verified JWT with claims of a third party', async ({
  page,
  visitor,
  emptyProject,
}) => {
  test.setTimeout(240_000)
  const password = 'Tr0ub4dor & three horses'
  const email = `${uniqueId('ada')}@example.com`
  const plans: Record<string, { status: number; body: object }> = {
    ok: { status: 200, body: { plan: 'pro', seats: 12 } },
    unknown: { status: 404, body: { error: 'no such customer' } },
    busy: { status: 429, body: { error: 'slow down' } },
  }
  let answer: keyof typeof plans = 'unknown'
  const crm = await startThirdParty(({ path }, response) => {
    const { status, body } = plans[answer] ?? { status: 500, body: {} }
    if (path.startsWith('/customers')) sendJson(response, status, body)
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>App</title><h1>App</h1>')
  })
  const callback = `${crm.url}/callback`
  const flowId = uniqueId('sign-in')
  const canvas = new Canvas(page)
  const { panel } = canvas

  await test.step('the project knows the application and the connector', async () => {
    await page.goto(`/p/${emptyProject.id}/settings`)
    await page.getByLabel('Redirect addresses').fill(callback)
    await page.getByRole('button', { name: 'Save addresses' }).click()
    await expect(page.getByText('Addresses saved.')).toBeVisible()
    await page.goto(`/p/${emptyProject.id}/connectors/new?type=http`)
    await page.getByLabel('Name', { exact: true }).fill('CRM')
    await page.getByLabel('Base URL').fill(crm.url)
    await page.getByRole('button', { name: 'Create connector' }).click()
    await expect(page.getByRole('heading', { name: 'CRM', level: 1 })).toBeVisible()
  })

  await test.step('begins with an empty flow and a screen that asks for email and password', async () => {
    await page.goto(`/p/${emptyProject.id}/flows`)
    await page.getByRole('button', { name: 'New flow' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'New flow' })
    await dialog.getByLabel('Name').fill(unique('Sign in'))
    await expect(dialog.getByLabel('Id')).not.toHaveValue('')
    await dialog.getByLabel('Id').fill(flowId)
    await dialog.getByRole('button', { name: 'Create flow' }).click()
    await panel.getByRole('button', { name: 'Add the first step' }).click()
    await canvas.choose('Screen')
    await panel.getByLabel('Step name').fill('Welcome')
    for (const component of ['Email', 'Password']) {
      await panel.getByRole('button', { name: 'Add component' }).click()
      await page.getByRole('menuitem', { name: component, exact: true }).click()
    }
  })

  await test.step('signs in, asks the CRM, decides, sets claims and ends', async () => {
    await canvas.addAfter('Welcome', 'Continue', 'Sign Up or In / Password')
    await panel.getByLabel('Step name').fill('Sign in')
    await canvas.addAfter('Sign in', 'Success', 'CRM')
    await panel.getByLabel('Step name').fill('Customer')
    await panel.getByLabel('Endpoint').fill('/customers?email={{user.email}}')
    await page.keyboard.press('Escape')
    await panel
      .getByRole('radiogroup', { name: 'On Generic HTTP Error' })
      .getByRole('radio', { name: 'Ignore' })
      .click()
    await canvas.addAfter('Customer', 'Success', 'Condition')
    await panel.getByLabel('Step name').fill('Known?')
    await panel.getByRole('button', { name: 'Add branch' }).click()
    for (const [index, [name, status]] of [
      ['Not found', '404'],
      ['Too many', '429'],
    ].entries()) {
      const branch = panel.getByRole('group', { name: /^Branch/ }).nth(index)
      await branch.getByLabel('Branch name').fill(name ?? '')
      await branch.getByLabel('Key of row 1').fill('connectors.customer.statusCode')
      // Leaving the field closes its completion; Escape would leave the step when there is none any more.
      await branch.getByLabel('Key of row 1').blur()
      await branch.getByLabel('Value of row 1').fill(status ?? '')
    }
    await canvas.addAfter('Known?', 'Not found', 'Screen')
    await panel.getByLabel('Step name').fill('User Not Found')
    await canvas.draw('User Not Found', 'Continue', 'Welcome')
    await canvas.draw('Known?', 'Too many', 'Welcome')
    await canvas.addAfter('Known?', 'Else', 'Custom Claims')
    await panel.getByLabel('Name of claim 1').fill('plan')
    await panel.getByLabel('Value of claim 1').fill('{{connectors.customer.plan}}')
    await panel.getByLabel('Value of claim 1').blur()
    await panel.getByRole('button', { name: 'Add claim' }).click()
    await panel.getByLabel('Name of claim 2').fill('seats')
    await panel.getByRole('combobox', { name: 'Type of claim 2' }).click()
    await page.getByRole('option', { name: 'Number' }).click()
    await panel.getByLabel('Value of claim 2').fill('{{connectors.customer.seats}}')
    await page.keyboard.press('Escape')
    await canvas.addAfter('Custom Claims', 'Success', 'End')
    await canvas.saved()
    await expect(page.getByRole('button', { name: 'No problems' })).toBeVisible()
    await expectAccessible(page, 'the flow with its last step')
    await canvas.publish('Sign in with the CRM’s plan')
  })

  const address = `${url}/f/${emptyProject.id}/${flowId}?state=s1&redirect_url=${encodeURIComponent(callback)}`
  await test.step('an end user signs up, is not found, is told to wait, and gets through', async () => {
    await visitor.goto(address)
    await expectAccessible(visitor, 'the hosted page')
    const signIn = async () => {
      await visitor.getByLabel('Email').fill(email)
      await visitor.getByLabel('Password').fill(password)
      await visitor.getByRole('button', { name: 'Continue' }).click()
    }
    await signIn()
    await expect(visitor.getByLabel('Password')).toBeHidden()
    answer = 'busy'
    await visitor.getByRole('button', { name: 'Continue' }).click()
    await expect(visitor.getByLabel('Password')).toBeVisible()
    await signIn()
    await expect(visitor.getByLabel('Password')).toHaveValue('')
    answer = 'ok'
    await signIn()
    await expect(visitor.getByRole('heading', { name: 'App' })).toBeVisible()
  })

  await test.step('the application exchanges the code, and the SDK accepts the JWT with its claims', async () => {
    const back = new URL(visitor.url())
    expect(back.href).not.toContain('eyJ')
    const response = await fetch(`${url}/v1/flow/exchange`, {
      method: 'POST',
      headers: { authorization: `Bearer ${emptyProject.id}`, 'content-type': 'application/json' },
      body: JSON.stringify({ code: back.searchParams.get('code'), redirectUrl: callback }),
    })
    const { authInfo } = await response.json()
    const sdk = DescopeClient({ projectId: emptyProject.id, baseUrl: url })
    const { token } = await sdk.validateSession(authInfo.sessionJwt)
    expect(token).toMatchObject({ plan: 'pro', seats: 12, sub: authInfo.user.userId })
    expect(authInfo.user).toMatchObject({ email, loginIds: [email] })
    expect((await sdk.refreshSession(authInfo.refreshJwt)).token).toMatchObject({ plan: 'pro' })
  })

  await test.step('the console tells from which device the person signed in', async () => {
    await page.goto(`/p/${emptyProject.id}/users`)
    await page.getByRole('link', { name: email }).first().click()
    const session = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')
    await expect(session).toContainText(/Chrome \d+ on \w+.*pwd · \d+(\.\d+){3} · used/)
  })

  await test.step('wrong passwords lock them out, and an operator lets them in again', async () => {
    const attempt = async (typed: string) => {
      const response = await fetch(`${url}/v1/flow/start`, {
        method: 'POST',
        headers: { authorization: `Bearer ${emptyProject.id}`, 'content-type': 'application/json' },
        body: JSON.stringify({ flowId, interactionId: 'submit', input: { email, password: typed } }),
      })
      return (await response.json()).status
    }
    for (let made = 0; made < 10; made += 1) expect(await attempt('not the right one')).toBe('waiting')
    expect(await attempt(password)).toBe('waiting')
    await page.reload()
    await expect(page.getByText(/Locked until \d{4}-\d\d-\d\d \d\d:\d\d UTC/)).toBeVisible()
    await expectAccessible(page, 'a user who is locked out')
    await page.getByRole('button', { name: 'Unlock' }).click()
    await expect(page.getByText('may sign in by password again')).toBeVisible()
    await expect(page.getByText('Locked until')).toHaveCount(0)
    expect(await attempt(password)).toBe('completed')
    await page.goto(`/p/${emptyProject.id}/audit`)
    await expect(
      page.getByRole('table', { name: 'Audit log' }).getByRole('row', { name: /user\.unlock/ }),
    ).toBeVisible()
  })

  await test.step('no password is in the database, in the messages or in the log', async () => {
    for (const text of [password, encodeURIComponent(password), Buffer.from(password).toString('base64')]) {
      expect(await searchDatabase(text)).toEqual([])
      expect(readFileSync(serverLog, 'utf8')).not.toContain(text)
    }
    expect(await searchDatabase(email)).not.toEqual([])
  })
  await crm.close()
})

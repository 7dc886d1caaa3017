import type { Page } from '@playwright/test'
import { expectAccessible } from './fixtures/axe'
import { createManagementKey } from './fixtures/descope'
import { sandboxUrl, url } from './fixtures/settings'
import { expect, test, type Workspace } from './fixtures/test'

/** A connection of the sandbox's provider, and what makes links of it for Ada. */
async function prepareConnection(page: Page, project: Workspace) {
  const call = async (path: string, bearer: string, data: object) => {
    const headers = { authorization: `Bearer ${project.id}:${bearer}` }
    const answer = await page.request.post(path, { headers, data })
    expect(answer.ok(), await answer.text()).toBe(true)
    return await answer.json()
  }
  const key = await createManagementKey(project)
  const issuer = `${sandboxUrl}/idp`
  await call('/v1/mgmt/outbound/app/create', key, {
    id: 'acme',
    name: 'Acme ID',
    clientId: 'patchbay-sandbox',
    clientSecret: 'patchbay-sandbox-demo-secret',
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    authorizationUrl: `${issuer}/auth`,
    tokenUrl: `${issuer}/token`,
    defaultScopes: ['openid', 'contacts.read'],
  })
  const user = { name: 'Ada Lovelace', email: 'ada@example.com' }
  const { refreshJwt } = await call('/v1/mgmt/auth/signup-in', key, { loginId: user.email, user })
  return async (options: object = {}): Promise<string> =>
    (await call('/v1/outbound/oauth/connect', refreshJwt, { appId: 'acme', options })).url
}

test('a person sees whose account it is, consents at the provider, and the link is worth nothing afterwards', async ({
  page,
  visitor,
  emptyProject,
  guard,
}) => {
  await page.goto(`/p/${emptyProject.id}/settings`)
  await page.getByRole('switch', { name: 'Confirm the account before going on' }).click()
  await page.getByRole('button', { name: 'Save connecting' }).click()
  await expect(page.getByText('Connecting saved.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('switch', { name: 'Confirm the account before going on' })).toBeChecked()

  const makeLink = await prepareConnection(visitor, emptyProject)
  const link = await makeLink()
  await visitor.goto(link)
  await expect(visitor.getByRole('heading', { name: 'Connect Acme ID?' })).toBeVisible()
  await expect(visitor.getByText('Ada Lovelace (ada@example.com)')).toBeVisible()
  await expectAccessible(visitor, 'whose account')
  await visitor.getByRole('link', { name: 'Continue' }).click()

  await expect(visitor.getByRole('heading', { name: 'Choose an account' })).toBeVisible()
  await expectAccessible(visitor, 'the sandbox asks who it is')
  await visitor.getByRole('button', { name: /Grace Hopper/ }).click()
  await expect(visitor.getByRole('heading', { name: 'Patchbay wants access to your Acme account' })).toBeVisible()
  await expectAccessible(visitor, 'the sandbox asks for consent')
  await visitor.getByRole('button', { name: 'Allow' }).click()
  await expect(visitor.getByRole('heading', { name: 'Acme ID is connected' })).toBeVisible()
  await expectAccessible(visitor, 'connected')

  guard.allow(/response: 400 GET .*\/v1\/outbound\/oauth\/connect/)
  await visitor.goto(link)
  await expect(visitor.getByText('This link was used already or has lapsed.')).toBeVisible()

  await visitor.goto(await makeLink())
  await visitor.getByRole('link', { name: 'Cancel' }).click()
  await expect(visitor.getByRole('heading', { name: 'Acme ID is not connected' })).toBeVisible()
})

test('a window that was opened for it tells its opener and closes', async ({ page, visitor, emptyProject }) => {
  const makeLink = await prepareConnection(visitor, emptyProject)
  // A page of the same Patchbay: what flows and the console open such windows from.
  await page.goto(`${url}/p/${emptyProject.id}/settings`)
  const connect = async (options: object, answer: (popup: Page) => Promise<void>) => {
    const link = await makeLink(options)
    const opened = page.waitForEvent('popup')
    const told = page.evaluate(
      (address) =>
        new Promise((done) => {
          new BroadcastChannel('patchbay:connect').onmessage = ({ data }) => done(data)
          window.open(address, 'connect', 'popup,width=520,height=700')
        }),
      link,
    )
    const popup = await opened
    const closed = popup.waitForEvent('close')
    await answer(popup)
    await closed
    return await told
  }
  const allowed = await connect({}, async (popup) => {
    await popup.getByRole('button', { name: /Grace Hopper/ }).click()
    await popup.getByRole('button', { name: 'Allow' }).click()
  })
  expect(allowed).toMatchObject({ status: 'completed' })
  // The provider knows her by now, and asks again only when it is told to.
  const refused = await connect({ prompt: ['consent'] }, (popup) => popup.getByRole('button', { name: 'Deny' }).click())
  expect(refused).toMatchObject({ status: 'failed', error: 'consentRefused' })
})

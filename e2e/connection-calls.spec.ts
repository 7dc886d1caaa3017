import { createSandboxConnection, descopeOf } from './fixtures/descope'
import { call, end, flowFile, start } from './fixtures/flows'
import { createOperator, expect, importFlow, signIn, test, unique, uniqueId } from './fixtures/test'
import { sendJson, startThirdParty } from './fixtures/third-party'

test('a connector sends what the flow’s user has connected, which nothing shows', async ({
  page,
  visitor,
  emptyProject,
}) => {
  const token = `ya29.${uniqueId('token')}`
  const name = unique('Contacts')
  const api = await startThirdParty(({ headers }, response) => {
    sendJson(response, 200, { you: headers.authorization, contacts: 2 })
  })
  const descope = await descopeOf(emptyProject)
  const loginId = `${uniqueId('ada')}@example.com`
  await descope.management.user.create(loginId, { email: loginId })
  const appId = await createSandboxConnection(descope, 'Acme')
  await descope.management.outboundApplication.uploadUserToken({
    appId,
    userId: loginId,
    accessToken: token,
    scopes: ['contacts.read'],
  })

  await test.step('it is chosen in the form', async () => {
    await page.goto(`/p/${emptyProject.id}/connectors/new?type=http`)
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByLabel('Base URL').fill(api.url)
    await page.getByRole('combobox', { name: 'Authentication Type' }).click()
    await page.getByRole('option', { name: 'Connection of the User or Tenant' }).click()
    await page.getByRole('button', { name: 'Create connector' }).click()
    const connection = page.getByLabel('Connection', { exact: true })
    await expect(connection).toHaveAccessibleDescription(/Choose the connection/)
    await connection.fill(appId)
    await page.getByLabel('Scopes').fill('contacts.read')
    await page.getByRole('button', { name: 'Create connector' }).click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  })

  await test.step('the connection’s page names the connector', async () => {
    await page.goto(`/p/${emptyProject.id}/connections/${appId}`)
    await expect(page.getByText('no flow')).toBeVisible()
    await page.getByRole('link', { name, exact: true }).click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  })

  await test.step('a flow that loads the user calls with their token', async () => {
    const flow = flowFile(
      unique('Contacts'),
      {
        start: start('load'),
        load: {
          kind: 'action',
          name: 'Load',
          action: 'load-user',
          settings: { loginId: '{{client.user}}' },
          errorHandling: { actionExecution: { mode: 'automatic' } },
          next: { success: 'ask' },
        },
        ask: call('Ask', { connector: name, endpoint: '/contacts', contextKey: 'found', next: { success: 'done' } }),
        done: end('Done', [{ key: 'echo', type: 'string', value: '{{connectors.found.you}}' }]),
      },
      'management',
    )
    await importFlow(emptyProject, flow, true)
    const { data, error } = await descope.management.flow.run(flow.id, { input: { user: loginId } })
    expect(error).toBeUndefined()
    expect(JSON.stringify(data)).not.toContain(token)
    expect(api.received.at(-1)?.headers.authorization).toBe(`Bearer ${token}`)
    await page.goto(`/p/${emptyProject.id}/executions`)
    await page.getByRole('link', { name: flow.name }).first().click()
    await page.getByRole('button', { name: /Ask/ }).first().click()
    await expect(page.getByRole('tab', { name: 'Response 200' })).toBeVisible()
    expect(await page.content()).not.toContain(token)
  })

  await test.step('only an admin points it at another host', async () => {
    await signIn(visitor, await createOperator(emptyProject, 'editor'))
    await visitor.goto(`/p/${emptyProject.id}/connectors`)
    await visitor.getByRole('link', { name }).click()
    await visitor.getByLabel('Base URL').fill('http://127.0.0.1:9')
    await visitor.getByRole('button', { name: 'Save', exact: true }).click()
    await visitor.getByRole('button', { name: 'Save changes' }).click()
    await expect(visitor.getByText(/Only an admin of the project decides/).first()).toBeVisible()
  })
  await api.close()
})

import { expectAccessible } from './fixtures/axe'
import { url } from './fixtures/settings'
import { createOperator, expect, signIn, test } from './fixtures/test'

test('access keys are made, exchanged, deactivated, changed, rotated and deleted', async ({
  page,
  visitor,
  emptyProject,
  request,
}) => {
  const exchange = async (key: string) => {
    const address = '/v1/auth/accesskey/exchange'
    const answer = await request.post(address, { headers: { authorization: `Bearer ${emptyProject.id}:${key}` } })
    return { status: answer.status(), body: await answer.json() }
  }
  const choose = async (item: string, name = 'Nightly import') => {
    await page.getByRole('button', { name: `Actions of ${name}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  const secret = page.getByLabel('Access key', { exact: true })
  let first = ''
  let second = ''

  await test.step('create', async () => {
    await page.goto(`/p/${emptyProject.id}/keys`)
    await page.getByRole('link', { name: 'Access keys' }).click()
    await expect(page.getByRole('heading', { name: 'No access key yet' })).toBeVisible()
    await expectAccessible(page, 'access keys, empty')
    await page.getByRole('button', { name: 'Create access key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Tenants').fill('nowhere: reader')
    await dialog.getByLabel('Permitted addresses').fill('everywhere')
    await dialog.getByLabel('Custom claims').fill('{"plan": "pro"')
    await dialog.getByRole('button', { name: 'Create key' }).click()
    await expect(dialog.getByText('Give the key a name')).toBeVisible()
    await expect(dialog.getByText('“everywhere”: Give an address or a range')).toBeVisible()
    await expect(dialog.getByText('This is not valid JSON')).toBeVisible()
    await expectAccessible(page, 'create-access-key dialog with errors')
    await dialog.getByLabel('Name').fill('Nightly import')
    await dialog.getByLabel('Roles').fill('importer, reader')
    await dialog.getByLabel('Permitted addresses').fill('')
    await dialog.getByLabel('Custom claims').fill('{"plan": "pro"}')
    await dialog.getByRole('button', { name: 'Create key' }).click()
    await expect(dialog.getByText('There is no such tenant')).toBeVisible()
    await dialog.getByLabel('Tenants').fill('')
    await dialog.getByRole('button', { name: 'Create key' }).click()
    await expect(secret).toBeVisible()
    await expectAccessible(page, 'the new access key')
    first = await secret.inputValue()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(page.getByRole('row', { name: /Nightly import.*importer, reader/ })).toBeVisible()
    await expectAccessible(page, 'access keys, filled')
  })

  await test.step('exchange', async () => {
    const { status, body } = await exchange(first)
    expect(status).toBe(200)
    expect(toClaims(body.sessionJwt)).toMatchObject({ plan: 'pro', roles: ['importer', 'reader'], drn: 'DS' })
  })

  await test.step('deactivate and activate', async () => {
    await choose('Deactivate')
    await expect(page.getByText('Deactivated', { exact: true })).toBeVisible()
    expect((await exchange(first)).status).toBe(401)
    await choose('Activate')
    await expect(page.getByText('Deactivated', { exact: true })).toHaveCount(0)
  })

  await test.step('edit', async () => {
    const dialog = page.getByRole('dialog')
    const save = dialog.getByRole('button', { name: 'Save key' })
    await choose('Edit…')
    await expect(dialog.getByLabel('Roles')).toHaveValue('importer, reader')
    await expect(save).toBeDisabled()
    await expectAccessible(page, 'edit-access-key dialog')
    await dialog.getByLabel('Name').fill('Nightly export')
    await dialog.getByLabel('Permitted addresses').fill('everywhere')
    await dialog.getByLabel('Tenants').fill('nowhere: reader')
    await save.click()
    await expect(dialog.getByText('“everywhere”: Give an address or a range')).toBeVisible()
    await dialog.getByLabel('Permitted addresses').fill('192.0.2.0/24')
    await save.click()
    await expect(dialog.getByText('There is no such tenant')).toBeVisible()
    await expect(dialog.getByLabel('Name')).toHaveValue('Nightly export')
    await dialog.getByLabel('Tenants').fill('')
    await dialog.getByLabel('Roles').fill('exporter, billing:read')
    const saving = page.waitForRequest((sent) => sent.headers()['next-action'] !== undefined)
    await save.click()
    const sent = await saving
    await expect(
      page.getByRole('row', { name: /Nightly export.*exporter, billing:read.*From: 192.0.2.0\/24/ }),
    ).toBeVisible()
    const refused = await exchange(first)
    expect([refused.status, refused.body.errorMessage]).toEqual([403, expect.stringContaining('permitted ones')])

    // The very call that saved it, sent with the session of somebody who may not.
    await signIn(visitor, await createOperator(emptyProject, 'viewer'))
    const { 'next-action': action = '', 'content-type': type = '' } = sent.headers()
    const stolen = await visitor.request.post(page.url(), {
      headers: { origin: url, 'next-action': action, 'content-type': type },
      data: (sent.postData() ?? '').replaceAll('exporter', 'owner'),
    })
    expect(await stolen.text()).toContain('"forbidden"')

    await choose('Edit…', 'Nightly export')
    await dialog.getByLabel('Name').fill('Nightly import')
    await dialog.getByLabel('Permitted addresses').fill('')
    await save.click()
    await expect(page.getByText('The key Nightly import was saved.')).toBeVisible()
    const { status, body } = await exchange(first)
    expect(status).toBe(200)
    expect(toClaims(body.sessionJwt)).toMatchObject({ plan: 'pro', roles: ['exporter', 'billing:read'] })
  })

  await test.step('rotate', async () => {
    await choose('Rotate…')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Rotate key' }).click()
    await expect(secret).toBeVisible()
    second = await secret.inputValue()
    await page.getByRole('button', { name: 'Done' }).click()
    expect([(await exchange(first)).status, (await exchange(second)).status]).toEqual([401, 200])
  })

  await test.step('delete', async () => {
    await choose('Delete…')
    await expectAccessible(page, 'delete-access-key dialog')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete key' }).click()
    await expect(page.getByRole('heading', { name: 'No access key yet' })).toBeVisible()
    expect((await exchange(second)).status).toBe(401)
  })

  await test.step('the audit log tells what was changed, before and after', async () => {
    await page.goto(`/p/${emptyProject.id}/audit?action=accessKey.update`)
    const log = page.getByRole('table', { name: 'Audit log' })
    await log.getByRole('button', { name: 'Details of accessKey.update', exact: true }).last().click()
    const changed = log.getByRole('table', { name: 'What changed' })
    await expect(changed.getByRole('row', { name: /^name.*Nightly import.*Nightly export/ })).toBeVisible()
    await expect(changed.getByRole('row', { name: /^permittedIps.*192\.0\.2\.0\/24/ })).toBeVisible()
  })
})

test('what tokens carry and how they are signed is set on the settings page', async ({
  page,
  emptyProject,
  request,
}) => {
  const keys = async () => (await (await request.get(`/v2/keys/${emptyProject.id}`)).json()).keys
  const [first] = await keys()
  expect(first).toMatchObject({ alg: 'RS256', use: 'sig' })
  await page.goto(`/p/${emptyProject.id}/settings`)
  const card = page.getByRole('region', { name: 'Signing keys' })
  const row = (id: string) => card.getByRole('row', { name: id })
  await expect(row(first.kid)).toContainText('Signs')
  await expectAccessible(page, 'session settings')

  await test.step('bad input stays and is marked', async () => {
    await page.getByLabel('Session JWT lives (seconds)').fill('1')
    await page.getByLabel('Extra claims').fill('{"sub": "me"}')
    await page.getByRole('button', { name: 'Save session settings' }).click()
    await expect(page.getByText('Use at least 60 seconds.')).toBeVisible()
    await expect(page.getByText('"sub" is set by Patchbay itself')).toBeVisible()
    await expect(page.getByLabel('Extra claims')).toHaveValue('{"sub": "me"}')
  })

  await test.step('a change of the algorithm publishes the next key', async () => {
    await page.getByLabel('Session JWT lives (seconds)').fill('900')
    await page.getByLabel('Extra claims').fill('{"mail": "{{user.email}}"}')
    await page.getByLabel('Signing algorithm').click()
    await page.getByRole('option', { name: /ES256/ }).click()
    await page.getByRole('button', { name: 'Save session settings' }).click()
    await expect(page.getByText('Session settings saved.')).toBeVisible()
    await expect(card.getByRole('row', { name: /ES256.*Next/ })).toBeVisible()
    await expect(row(first.kid)).toContainText('Signs')
    expect((await keys()).map(({ alg }: { alg: string }) => alg)).toEqual(['ES256', 'RS256'])
  })

  await test.step('a key that others may know is replaced and removed', async () => {
    await page.getByRole('button', { name: 'Replace at once…' }).click()
    await expectAccessible(page, 'replace-at-once dialog')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Replace at once' }).click()
    await expect(card.getByRole('row', { name: /ES256.*Signs/ })).toBeVisible()
    await page.getByRole('button', { name: 'Rotate now…' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Publish the next key' }).click()
    await expect(card.getByRole('row', { name: /Next/ })).toBeVisible()
    await page.reload()
    await expect(page.getByLabel('Session JWT lives (seconds)')).toHaveValue('900')
    await expect(card.getByRole('row')).toHaveCount(3)
    await expectAccessible(page, 'signing keys')
  })
})

function toClaims(jwt: string): unknown {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
}

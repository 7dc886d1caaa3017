import { Canvas } from './canvas'
import { expectAccessible } from './fixtures/axe'
import { descopeOf } from './fixtures/descope'
import { end, flowFile, screen, start } from './fixtures/flows'
import { expect, importFlow, test, unique, uniqueId } from './fixtures/test'

test('an action is added by the menu, set up in the inspector and runs', async ({ page, workspace }) => {
  const flow = flowFile(unique('Values'), { start: { ...start('done'), next: {} }, done: end('Done') }, 'management')
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.addAfter('Start', 'Next', 'Set Value')
  const { panel } = canvas
  await expect(panel.getByRole('heading', { name: 'Set Value', exact: true, level: 2 })).toBeVisible()
  await panel.getByRole('textbox', { name: 'Path of value 1' }).fill('user.name')
  await expect(panel.getByText('Begin with values., form. or client.')).toBeVisible()
  await panel.getByRole('textbox', { name: 'Path of value 1' }).fill('values.plan')
  await panel.getByRole('textbox', { name: 'Value of value 1' }).fill('pro')
  await expect(panel.getByText('Begin with values., form. or client.')).toBeHidden()
  await canvas.draw('Set Value', 'Success', 'Done')
  await canvas.select('Done')
  await panel.getByRole('button', { name: 'Add output' }).click()
  await panel.getByRole('textbox', { name: 'Key of output 1' }).fill('plan')
  await panel.getByRole('textbox', { name: 'Value of output 1' }).fill('{{values.plan}}')
  await canvas.saved()
  await canvas.run()
  await canvas.expectStatus('Completed')
  await canvas.message('Set Value').click()
  await expect(canvas.details()).toContainText('values.plan')
  await canvas.message('Completed with 1 output').click()
  await expect(canvas.details().last()).toContainText('"pro"')
  await canvas.publish('Sets a value')
})

test('claims as rows go on as JSON, which follows them until it is written in', async ({ page, workspace }) => {
  const claims = [
    { key: 'plan', type: 'string', value: '{{form.plan}}' },
    { key: 'seats', type: 'number', value: '3' },
  ]
  const errorHandling = { actionExecution: { mode: 'automatic' } }
  const act = { kind: 'action', name: 'Claims', action: 'custom-claims', settings: { mode: 'rows', claims } }
  const flow = flowFile(unique('Claims'), {
    start: start('act'),
    act: { ...act, errorHandling, next: { success: 'done' } },
    done: end('Done'),
  })
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.select('Claims')
  const { panel } = canvas
  const show = (form: string) => panel.getByRole('radio', { name: form, exact: true }).click()
  const json = panel.getByRole('textbox', { name: 'Claims' })
  await show('JSON')
  await expect(json).toContainText('"plan": "{{form.plan}}"')
  await expect(json).toContainText('"seats": 3')
  await show('Rows')
  await panel.getByRole('textbox', { name: 'Name of claim 1' }).fill('tier')
  await show('JSON')
  await expect(json).toContainText('"tier": "{{form.plan}}"')
  await json.fill('{"mine": true}')
  await show('Rows')
  await show('JSON')
  await expect(json).toContainText('"mine": true')
  await expect(json).not.toContainText('tier')
})

test('a flow signs people up and in by password, and nothing that it shows holds the password', async ({
  page,
  workspace,
}) => {
  const password = 'a pass phrase of 4 words'
  const email = `${uniqueId('ada')}@example.com`
  const ask = screen(
    'Ask',
    [
      { type: 'heading', text: 'Welcome' },
      { type: 'error' },
      { type: 'email', name: 'email', label: 'Email', required: true },
      { type: 'password', name: 'password', label: 'Password', required: true },
      { type: 'button', id: 'submit', text: 'Continue' },
    ],
    {},
  )
  const done = end('Done', [{ key: 'email', type: 'string', value: '{{user.email}}' }])
  const flow = flowFile(unique('Sign in'), { start: start('ask'), ask, done })
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  const answered: string[] = []
  page.on('response', (response) => {
    if (/flow|executions/.test(response.url()))
      response.text().then(
        (text) => answered.push(text),
        () => {},
      )
  })

  await canvas.addAfter('Ask', 'Continue', 'Sign Up or In / Password')
  const { panel, screen: shown } = canvas
  await expect(panel.getByRole('combobox', { name: 'Password field' })).toContainText('password')
  await panel.getByRole('textbox', { name: 'Login' }).fill('{{form.email}}')
  await page.keyboard.press('Escape')
  await canvas.draw('Sign Up or In / Password', 'Success', 'Done')
  await canvas.saved()

  const signIn = async (typed: string) => {
    await canvas.run()
    await shown.getByRole('textbox', { name: 'Email' }).fill(email)
    await shown.getByLabel('Password').fill(typed)
    await shown.getByRole('button', { name: 'Continue' }).click()
  }
  await signIn(password)
  await canvas.expectStatus('Completed')
  await canvas.message('Sign Up or In / Password').click()
  await expect(canvas.details()).toContainText('••••')
  await expect(canvas.details()).toContainText('created')
  await expect(canvas.details()).not.toContainText(password)
  await expect(canvas.message('Completed with 1 output')).toBeVisible()

  await signIn('not that one at all')
  await expect(shown.getByRole('alert')).toHaveText('The login or the password is not right. Check both and try again.')
  await expect(shown.getByRole('textbox', { name: 'Email' })).toHaveValue(email)
  await expect(shown.getByLabel('Password')).toHaveValue('')
  await shown.getByLabel('Password').fill(password)
  await shown.getByRole('button', { name: 'Continue' }).click()
  await canvas.expectStatus('Completed')
  await canvas.publish('Signs in')
  expect(answered.length).toBeGreaterThan(3)
  expect(answered.join('\n')).not.toContain(password)
})

test('a code is shown in the runner when no connector sends it, and signs in', async ({ page, workspace }) => {
  const ask = screen(
    'Ask',
    [
      { type: 'email', name: 'email', label: 'Email', required: true },
      { type: 'error' },
      { type: 'button', id: 'submit', text: 'Continue' },
    ],
    { submit: 'send' },
  )
  const typeCode = screen(
    'Code',
    [
      { type: 'text', text: 'We sent a code to {{otp.sentTo}}.' },
      { type: 'error' },
      { type: 'code', name: 'code', label: 'Code', required: true, digits: 6 },
      { type: 'button', id: 'submit', text: 'Verify' },
      { type: 'button', id: 'again', text: 'Send again', skipValidation: true },
    ],
    { submit: 'verify', again: 'send' },
  )
  const errorHandling = { actionExecution: { mode: 'automatic' } }
  const settings = { loginId: '{{form.email}}', connector: '', subject: 'Code', text: '{{otp.code}}' }
  const action = { kind: 'action', errorHandling }
  const flow = flowFile(unique('Code'), {
    start: start('ask'),
    ask,
    send: { ...action, name: 'Send', action: 'sign-up-or-in-otp-email', settings, next: { success: 'code' } },
    code: typeCode,
    verify: {
      ...action,
      name: 'Verify',
      action: 'verify-otp-email',
      settings: { codeField: 'code' },
      next: { success: 'done' },
    },
    done: end('Done', [{ key: 'email', type: 'string', value: '{{user.email}}' }]),
  })
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.select('Send')
  await expect(canvas.panel.getByText('No mail connector is chosen')).toBeVisible()
  await expect(canvas.panel.getByText(/gives otp.code a value/)).toBeHidden()
  await canvas.run()
  const { screen: shown } = canvas
  const email = `${uniqueId('otp')}@example.com`
  await shown.getByRole('textbox', { name: 'Email' }).fill(email)
  await shown.getByRole('button', { name: 'Continue' }).click()
  await expect(shown.getByText(`We sent a code to ${email}.`)).toBeVisible()
  await canvas.message('Sign Up or In / OTP Email').click()
  await expect(canvas.details()).toContainText(/"\d{6}"/)
  const code = /"(\d{6})"/.exec((await canvas.details().textContent()) ?? '')?.[1] ?? ''
  await shown.getByRole('button', { name: 'Send again' }).click()
  await expect(shown.getByRole('alert')).toContainText('A code was sent a moment ago')
  await shown.getByLabel('Code').fill(code)
  await shown.getByRole('button', { name: 'Verify' }).click()
  await canvas.expectStatus('Completed')
})

test('a flow is tried as a user in a tenant of theirs, who must be there', async ({ page, workspace, guard }) => {
  const { management } = await descopeOf(workspace)
  const [email, tenant] = [`${uniqueId('ada')}@example.com`, uniqueId('acme')]
  await management.tenant.createWithId(tenant, 'Acme Inc')
  await management.user.create(email, {
    email,
    displayName: 'Ada Lovelace',
    userTenants: [{ tenantId: tenant, roleNames: [] }],
  })
  const greet = screen(
    'Greet',
    [
      { type: 'heading', text: 'Hello {{user.name}} of {{tenant.name}}' },
      { type: 'button', id: 'submit', text: 'Continue' },
    ],
    { submit: 'done' },
  )
  const flow = flowFile(unique('Greets'), { start: start('greet'), greet, done: end('Done') })
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  const { runner, screen: shown } = canvas
  await canvas.open(workspace.id, flow.id)
  await canvas.showRunner()
  await runner.getByRole('button', { name: 'Inputs' }).click()
  const user = runner.getByRole('textbox', { name: 'User' })

  await test.step('who is not there is told at the field, and nothing is lost', async () => {
    guard.allow(/404 POST .*flow\/start/)
    await user.fill('nobody@example.com')
    await runner.getByRole('textbox', { name: 'Tenant' }).fill(tenant)
    await canvas.run()
    await expect(user).toHaveAccessibleDescription(/There is no user with this login id/)
    await expect(user).toHaveValue('nobody@example.com')
    await expect(runner.getByRole('textbox', { name: 'Tenant' })).toHaveValue(tenant)
    await expectAccessible(page, 'the inputs with an error')
    await user.fill(email)
    await expect(user).not.toHaveAccessibleDescription(/There is no user/)
  })

  await canvas.run()
  await expect(shown.getByRole('heading', { name: 'Hello Ada Lovelace of Acme Inc' })).toBeVisible()
  await shown.getByRole('button', { name: 'Continue' }).click()
  await canvas.expectStatus('Completed')
  await page.reload()
  await canvas.showRunner()
  await expect(runner.getByRole('button', { name: `Inputs User ${email}, Tenant ${tenant}` })).toBeVisible()
})

const login = { loginId: '{{form.email}}', passwordField: 'password' }
const mail = { loginId: '{{form.email}}', connector: '', subject: 'Code', text: '{{otp.code}}' }
const row = { key: 'plan', type: 'string', value: '{{form.email}}' }
/** Every action with its settings, in two halves: axe takes its time. */
const everyAction = {
  'values and sign-in': [
    ['Set', 'set-value', { values: [{ ...row, key: 'values.plan' }] }],
    ['Claims', 'custom-claims', { mode: 'rows', claims: [row] }],
    ['JSON claims', 'custom-claims', { mode: 'json', claims: { plan: '{{form.email}}' } }],
    ['Audit', 'generate-audit-event', { action: 'order.approve', severity: 'info', data: [row] }],
    ['Sign up', 'sign-up-or-in-password', { ...login, name: '{{form.email}}' }],
    ['Send', 'sign-up-or-in-otp-email', mail],
    ['Verify', 'verify-otp-email', { codeField: 'password' }],
  ],
  'users and tenants': [
    ['Set', 'set-value', { values: [{ ...row, key: 'values.plan' }] }],
    ['Load', 'load-user', { loginId: '{{form.email}}' }],
    ['Update', 'update-user-properties', { properties: [{ key: 'name', value: 'Ada' }] }],
    ['New tenant', 'create-tenant', { name: 'Acme', addUser: true }],
    ['Tenant', 'load-tenant', { tenantId: '{{tenant.id}}', select: true }],
    ['Member', 'add-user-to-tenant', { tenantId: '{{tenant.id}}' }],
    ['Out', 'log-out', { everywhere: true }],
  ],
} as const

for (const [of, actions] of Object.entries(everyAction)) {
  test(`the forms and messages of actions have no accessibility problem: ${of}`, async ({ page, workspace }) => {
    test.setTimeout(120_000)
    const errorHandling = { actionExecution: { mode: 'automatic' } }
    const steps = actions.map(([name, action, settings], at) => {
      const next = { success: at + 1 < actions.length ? `act${at + 1}` : 'done' }
      return [`act${at}`, { kind: 'action', name, action, settings, errorHandling, next }] as const
    })
    const flow = flowFile(unique('Every action'), {
      start: start('act0'),
      ...Object.fromEntries(steps),
      done: end('Done'),
    })
    await importFlow(workspace, flow)
    const canvas = new Canvas(page)
    await canvas.open(workspace.id, flow.id)
    for (const [name] of actions) {
      await canvas.select(name)
      await expectAccessible(page, `the action ${name}`)
    }
    await canvas.run()
    await canvas.expectStatus('Failed')
    await canvas.message('Set Value').click()
    await expectAccessible(page, 'the message of an action')
  })
}

import { Canvas } from './canvas'
import { call, end, flowFile, start } from './fixtures/flows'
import { expect, importFlow, prepare, test, unique, type Workspace } from './fixtures/test'
import { type Answer, sendJson, startThirdParty } from './fixtures/third-party'

test('a call is made asynchronous in the editor, is tried again, and joins the execution that has ended', async ({
  page,
  workspace,
}) => {
  const { party, flow } = await makeFlow(workspace, false, (_, response) =>
    party.received.length === 1
      ? sendJson(response, 503, { error: 'Not now.' })
      : sendJson(response, 201, { ok: true }),
  )
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.select('Tell')
  await expect(canvas.panel.getByLabel('Context key')).toBeVisible()
  await canvas.panel.getByRole('switch', { name: 'Run asynchronously' }).click()
  await expect(canvas.panel.getByLabel('Context key')).toBeHidden()
  await expect(canvas.panel.getByText('Error handling', { exact: true })).toBeHidden()
  await expect(canvas.panel.getByText(/survives restarts/)).toBeVisible()
  await canvas.saved()

  await canvas.run()
  await canvas.expectStatus('Completed')
  await expect(canvas.message(/POST \/notes queued/)).toBeVisible()
  await expect(canvas.message(/POST \/notes → 503 .* failed, attempt 1, again in/)).toBeVisible()
  await expect(canvas.runner.getByText('Async call pending')).toBeVisible()
  // The first pause is at most five seconds.
  await expect(canvas.message(/POST \/notes → 201 .*, attempt 2/)).toBeVisible({ timeout: 20_000 })
  await expect(canvas.runner.getByText('Async call pending')).toBeHidden()
  await canvas.message(/attempt 2/).click()
  await expect(canvas.details()).toContainText('Attempt 2 succeeded')
  await expect(canvas.details()).toContainText('201')
  expect(party.received.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /notes', 'POST /notes'])
  await party.close()
})

test('a call that fails for good marks its execution, in the list, by a filter and on its page', async ({
  page,
  workspace,
}) => {
  const { party, flow } = await makeFlow(workspace, true, (_, response) => sendJson(response, 422, { error: 'No.' }))
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.run()
  await canvas.expectStatus('Completed')
  await expect(canvas.runner.getByText('Async call failed')).toBeVisible({ timeout: 15_000 })
  await expect(canvas.runner.getByText('An asynchronous call failed for good')).toBeVisible()

  await page.goto(`/p/${workspace.id}/executions`)
  await page.getByRole('combobox', { name: 'Asynchronous calls' }).click()
  await page.getByRole('option', { name: 'Asynchronous failures' }).click()
  const row = page.getByRole('row').filter({ hasText: flow.name })
  await expect(row.getByText('Completed')).toBeVisible()
  await expect(row.getByText('Async call failed')).toBeVisible()
  await expect(row.getByText(/Tell: The third party answered 422/)).toBeVisible()
  await expect(page).toHaveURL(/async=failed/)

  await row.getByRole('link', { name: flow.name }).click()
  const messages = page.getByRole('region', { name: 'Messages' })
  await expect(messages.getByText('An asynchronous call failed for good')).toBeVisible()
  await expect(messages.getByText('Tell: The third party answered 422 Unprocessable Entity.')).toBeVisible()
  await expect(messages.getByRole('button', { name: /failed for good, attempt 1/ })).toBeVisible()
  await party.close()
})

test('a call that waits for its next attempt is shown as pending, and called off', async ({ page, workspace }) => {
  const { party, flow } = await makeFlow(workspace, true, (_, response) => {
    response.setHeader('retry-after', '600')
    sendJson(response, 429, { error: 'Later.' })
  })
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.run()
  await expect(canvas.message(/→ 429 .* failed, attempt 1, again in 10 m/)).toBeVisible({ timeout: 15_000 })
  await canvas.runner.getByRole('link', { name: /Open the execution/ }).click()
  const header = page.getByRole('main')
  await expect(header.getByText('Async call pending')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel pending calls' }).click()
  await expect(page.getByText(/Asynchronous call cancelled before/)).toBeVisible()
  await expect(header.getByText('Async call pending')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Cancel pending calls' })).toBeHidden()
  await party.close()
})

test('how long executions are kept is set, checked and carried out', async ({ page, workspace }) => {
  await page.goto(`/p/${workspace.id}/settings`)
  const days = page.getByLabel('Days', { exact: true })
  await expect(days).toHaveValue('30')
  await expect(page.getByLabel('Executions', { exact: true })).toHaveValue('10000')
  await days.fill('0')
  await page.getByRole('button', { name: 'Save retention' }).click()
  await expect(page.getByText('Keep executions for at least 1 day.').first()).toBeVisible()
  await days.fill('7')
  await page.getByRole('button', { name: 'Save retention' }).click()
  await expect(page.getByText('Retention saved. The next clean-up goes by it.')).toBeVisible()
  await page.getByRole('button', { name: 'Clean up now…' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Clean up now?' })
  await expect(dialog).toContainText('older than 7 days or beyond the newest 10,000')
  await dialog.getByRole('button', { name: 'Clean up', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(/: 0 executions and 0 messages deleted, about 0 B freed/)).toBeVisible({
    timeout: 20_000,
  })
  await page.reload()
  await expect(days).toHaveValue('7')
})

async function makeFlow(workspace: Workspace, async: boolean, answer: Answer) {
  const party = await startThirdParty(answer)
  const connector = unique('Notes')
  await prepare(['connector', 'import', '-', '--project', workspace.id], {
    format: 'patchbay/connectors@1',
    connectors: [{ type: 'http', name: connector, baseUrl: party.url }],
  })
  const flow = flowFile(
    unique('Tell'),
    {
      start: start('tell'),
      tell: call('Tell', { connector, action: 'POST', endpoint: '/notes', async, next: { success: 'done' } }),
      done: end('Done'),
    },
    'management',
  )
  await importFlow(workspace, flow)
  return { party, flow }
}

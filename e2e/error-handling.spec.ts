import { Canvas } from './canvas'
import { call, condition, end, flowFile, screen, start } from './fixtures/flows'
import { expect, importFlow, prepare, test, unique, type Workspace } from './fixtures/test'
import { sendJson, startThirdParty, type ThirdParty } from './fixtures/third-party'

// A third party that fails in three ways, down each of the three error handlings.
const failures = [
  { name: 'answers 500', endpoint: '/broken', event: 'httpError', cause: /500/, refused: false },
  { name: 'takes too long', endpoint: '/silent', event: 'connectorExecution', cause: /1 second|time/i, refused: false },
  {
    name: 'refuses the connection',
    endpoint: '/',
    event: 'connectorExecution',
    cause: /refused|connect/i,
    refused: true,
  },
] as const

for (const failure of failures) {
  test.describe(`a third party that ${failure.name}`, () => {
    test('automatic: back to the last screen, with the text', async ({ page, workspace }) => {
      const party = await startFailing(failure.refused)
      const flow = await makeFlow(workspace, party, failure, { mode: 'automatic', text: 'The stock is closed today.' })
      const canvas = new Canvas(page)
      await canvas.open(workspace.id, flow.id)
      await canvas.run()
      await canvas.screen.getByRole('textbox', { name: 'Note' }).fill('typed before')
      await canvas.screen.getByRole('button', { name: 'Go' }).click()
      await expect(canvas.screen.getByRole('alert')).toHaveText('The stock is closed today.')
      await expect(canvas.screen.getByRole('textbox', { name: 'Note' })).toHaveValue('typed before')
      await canvas.expectStatus('Waiting')
      await expectCause(canvas, failure.cause, 'Automatic: back to the last screen')
      await party.close()
    })

    test('custom: by a port of its own', async ({ page, workspace }) => {
      const party = await startFailing(failure.refused)
      const flow = await makeFlow(workspace, party, failure, { mode: 'custom' })
      const canvas = new Canvas(page)
      await canvas.open(workspace.id, flow.id)
      await canvas.run()
      await canvas.screen.getByRole('button', { name: 'Go' }).click()
      await expect(canvas.screen.getByRole('heading', { name: 'It failed' })).toBeVisible({ timeout: 15_000 })
      await expect(canvas.screen.getByText('At Call')).toBeVisible()
      await expectCause(canvas, failure.cause, `Custom: left by the port ${failure.event}`)
      await canvas.screen.getByRole('button', { name: 'Finish' }).click()
      await canvas.expectStatus('Completed')
      await party.close()
    })

    test('ignore: on by the success port, with the error in the context', async ({ page, workspace }) => {
      const party = await startFailing(failure.refused)
      const flow = await makeFlow(workspace, party, failure, { mode: 'ignore' })
      const canvas = new Canvas(page)
      await canvas.open(workspace.id, flow.id)
      await canvas.run()
      await canvas.screen.getByRole('button', { name: 'Go' }).click()
      await canvas.expectStatus('Completed')
      await expect(canvas.message('Condition → Else')).toBeVisible()
      await expectCause(canvas, failure.cause, 'Ignored: went on by the port success')
      await party.close()
    })
  })
}

test('without a screen before it, automatic ends the execution with the cause', async ({ page, workspace }) => {
  const flow = flowFile(unique('No screen'), {
    start: start('call'),
    call: call('Call', { endpoint: '/status/503', next: { success: 'done' } }),
    done: end('Done'),
  })
  await importFlow(workspace, flow)
  const canvas = new Canvas(page)
  await canvas.open(workspace.id, flow.id)
  await canvas.run()
  await canvas.expectStatus('Failed')
  await expect(canvas.message('→ 503')).toBeVisible()
  await expect(canvas.message(/^Execution.*Failed:.*503|Call.*Failed:.*503/)).toBeVisible()
})

/** Answers 500 on /broken and nothing on /silent; `gone`: nobody listens any more. */
async function startFailing(gone: boolean): Promise<ThirdParty> {
  const party = await startThirdParty(({ path }, response) => {
    if (path.startsWith('/broken')) sendJson(response, 500, { error: 'Out of order.' })
  })
  if (!gone) return party
  await party.close()
  return { ...party, close: async () => {} }
}

async function makeFlow(
  workspace: Workspace,
  party: ThirdParty,
  failure: (typeof failures)[number],
  handling: { mode: string; text?: string },
) {
  const connector = unique('Failing')
  await prepare(['connector', 'import', '-', '--project', workspace.id], {
    format: 'patchbay/connectors@1',
    connectors: [{ type: 'http', name: connector, baseUrl: party.url }],
  })
  const custom = handling.mode === 'custom' ? { [failure.event]: 'failed' } : {}
  const flow = flowFile(unique('Failing'), {
    start: start('ask'),
    ask: screen(
      'Ask',
      [
        { type: 'error' },
        { type: 'text-input', name: 'note', label: 'Note' },
        { type: 'button', id: 'go', text: 'Go' },
      ],
      { go: 'call' },
    ),
    call: call('Call', {
      connector,
      endpoint: failure.endpoint,
      timeoutSeconds: 1,
      errorHandling: {
        httpError: { mode: 'automatic', text: 'Not this one.' },
        connectorExecution: { mode: 'automatic', text: 'Not this one.' },
        [failure.event]: handling,
      },
      next: { success: 'check', ...custom },
    }),
    check: condition('Check', 'connectors.call.error', '', { yes: 'done', else: 'done' }),
    failed: screen(
      'Failed',
      [
        { type: 'heading', text: 'It failed' },
        { type: 'text', text: 'At {{lastError.stepName}}' },
        { type: 'button', id: 'finish', text: 'Finish' },
      ],
      { finish: 'done' },
    ),
    done: end('Done'),
  })
  await importFlow(workspace, flow)
  return flow
}

/** The call's message names the cause and how it was handled. */
async function expectCause(canvas: Canvas, cause: RegExp, handling: string): Promise<void> {
  await canvas.message(/^Call/).click()
  await expect(canvas.details()).toContainText(cause)
  await expect(canvas.details()).toContainText(handling)
}

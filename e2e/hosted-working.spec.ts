import { call, end, flowFile, screen, start } from './fixtures/flows'
import { url } from './fixtures/settings'
import { expect, importFlow, prepare, test, unique, type Workspace } from './fixtures/test'
import { sendJson, startThirdParty, type ThirdParty } from './fixtures/third-party'

// A step that is under way when the page has lost its answer: it is followed, and never begun a second time.

test('a page that was loaded again while a step is under way follows it, however long it takes', async ({
  visitor,
  workspace,
}) => {
  const { party, release } = await startHeld()
  const flow = await makeFlow(workspace, party)
  await visitor.clock.install()
  await visitor.goto(`${url}/f/${workspace.id}/${flow.id}`)
  await visitor.getByRole('textbox', { name: 'Note' }).fill('once')
  await visitor.getByRole('button', { name: 'Go' }).click()
  await expect.poll(() => party.received.length).toBe(1)

  await test.step('says that it is under way', async () => {
    await visitor.reload()
    await expect(visitor.getByRole('status')).toHaveText(/Still working on it/)
  })

  await test.step('after minutes it explains itself, and offers no second beginning', async () => {
    await visitor.clock.fastForward('06:00')
    await expect(visitor.getByRole('heading', { name: 'This takes longer than usual' })).toBeVisible()
    await expect(visitor.getByRole('button')).toHaveText(['Look again'])
  })

  await test.step('looking again goes on when it has', async () => {
    await visitor.getByRole('button', { name: 'Look again' }).click()
    await expect(visitor.getByRole('status')).toHaveText(/Still working on it/)
    release()
    await expect(visitor.getByRole('heading', { name: 'It went through' })).toBeVisible()
    expect(party.received).toHaveLength(1)
  })
  await party.close()
})

test('with storage forbidden, a submission whose answer was lost is found again', async ({
  visitor,
  workspace,
  guard,
}) => {
  guard.allow(/net::ERR_FAILED|response: 409/)
  const { party, release } = await startHeld()
  const flow = await makeFlow(workspace, party)
  await visitor.addInitScript(() => {
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      },
    })
  })
  await visitor.goto(`${url}/f/${workspace.id}/${flow.id}`)
  await visitor.route(
    '**/v1/flow/next',
    async (route) => {
      void route.fetch().catch(() => {})
      await expect.poll(() => party.received.length).toBe(1)
      await route.abort()
    },
    { times: 1 },
  )
  await visitor.getByRole('textbox', { name: 'Note' }).fill('once')
  await visitor.getByRole('button', { name: 'Go' }).click()
  await expect(visitor.getByRole('alert')).toHaveText(/There is no connection/)
  release()
  await visitor.getByRole('textbox', { name: 'Note' }).fill('twice')
  await visitor.getByRole('button', { name: 'Go' }).click()
  await expect(visitor.getByRole('heading', { name: 'It went through' })).toBeVisible()
  expect(party.received).toHaveLength(1)
  await party.close()
})

/** A third party that answers nobody until it is released. */
async function startHeld(): Promise<{ party: ThirdParty; release: () => void }> {
  const held = Promise.withResolvers<void>()
  const party = await startThirdParty(async (_, response) => {
    await held.promise
    sendJson(response, 200, { done: true })
  })
  return { party, release: held.resolve }
}

async function makeFlow(workspace: Workspace, party: ThirdParty) {
  const connector = unique('Slow')
  await prepare(['connector', 'import', '-', '--project', workspace.id], {
    format: 'patchbay/connectors@1',
    connectors: [{ type: 'http', name: connector, baseUrl: party.url }],
  })
  const flow = flowFile(unique('Slow'), {
    start: start('ask'),
    ask: screen(
      'Ask',
      [
        { type: 'heading', text: 'Send it?' },
        { type: 'text-input', name: 'note', label: 'Note' },
        { type: 'button', id: 'go', text: 'Go' },
      ],
      { go: 'call' },
    ),
    // It changes the outside world, so that it is written down before it is made.
    call: call('Call', {
      connector,
      action: 'POST',
      endpoint: '/orders',
      timeoutSeconds: 120,
      next: { success: 'through' },
    }),
    through: screen(
      'Through',
      [
        { type: 'heading', text: 'It went through' },
        { type: 'button', id: 'finish', text: 'Finish' },
      ],
      { finish: 'done' },
    ),
    done: end('Done'),
  })
  await importFlow(workspace, flow, true)
  return flow
}

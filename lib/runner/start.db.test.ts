import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeProject, startThirdParty } from '@/lib/api/testing/project'
import { db } from '@/lib/db'
import { stepDefinitions } from '@/lib/steps/definitions'
import { getExecutionRow } from './journal-read'
import { listMessages } from './queries'
import { startExecution } from './start'
import { openState } from './stored-state'

const PASSWORD = 'correct horse 4711'
let project: Awaited<ReturnType<typeof makeProject>>
let thirdParty: Awaited<ReturnType<typeof startThirdParty>>
const received: string[] = []

beforeAll(async () => {
  project = await makeProject()
  thirdParty = await startThirdParty(async (request, response) => {
    for await (const chunk of request) received.push(String(chunk))
    response.end('{}')
  })
})
afterAll(async () => {
  await thirdParty.close()
  await db().project.deleteMany({ where: { id: project.projectId } })
})

it('keeps what is given for a secret field out of the context, and sends it as if it had been typed', async () => {
  const { projectId } = project
  const connector = await project.addConnector(thirdParty.url)
  await project.publish('secret', 'interactive', {
    start: { kind: 'start', next: { default: 'call' } },
    ask: {
      ...stepDefinitions.screen.create(),
      components: [
        { type: 'password', name: 'pass', label: 'Password', required: true },
        { type: 'button', id: 'go', text: 'Go' },
      ],
      next: { go: 'end' },
    },
    call: {
      ...stepDefinitions.connector.create(),
      connector,
      action: 'POST',
      endpoint: '/in',
      payload: { type: 'json', value: { pass: '{{form.pass}}', plan: '{{form.plan}}' } },
      next: { success: 'ask' },
    },
    end: stepDefinitions.end.create(),
  })
  const { executionId } = await startExecution({
    projectId,
    flowId: 'secret',
    version: 'live',
    trigger: 'console',
    startedById: null,
    client: {},
    form: { pass: PASSWORD, plan: 'pro' },
    ipAddress: '',
    watched: true,
  })
  const row = await getExecutionRow(projectId, executionId)
  const { state } = await openState(projectId, executionId, row.revision, row.stateSealed ?? Buffer.alloc(0))
  expect(state.context).toMatchObject({ form: { plan: 'pro' } })
  expect(state.context).not.toHaveProperty('form.pass')
  expect(received).toEqual([JSON.stringify({ pass: PASSWORD, plan: 'pro' })])
  const messages = await listMessages(projectId, executionId, { after: 0, afterAsync: 0, limit: 100 })
  expect(JSON.stringify(messages)).not.toContain(PASSWORD)
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeProject } from '@/lib/api/testing/project'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { submitStep } from '@/lib/runner/next'
import { recoverExecutions } from '@/lib/runner/recovery'
import { startExecution } from '@/lib/runner/start'
import type { Step } from '@/lib/steps/schemas'
import { subflowDefinition } from '@/lib/steps/subflow/definition'
import { getFlow, listFlows } from '../queries'
import { deleteFlow, saveDraft, setFlowDisabled } from '../service'
import { findSubflows, subflowUses } from './queries'

let project: Awaited<ReturnType<typeof makeProject>>
beforeAll(async () => {
  project = await makeProject()
})
afterAll(() => db().project.deleteMany({ where: { id: project.projectId } }))

const start = (to: string): Step => ({ kind: 'start', next: { default: to } })
const end = (value: string): Step => ({
  kind: 'end',
  name: 'Done',
  next: {},
  result: 'success',
  outputs: [{ key: 'value', type: 'json', value: value.startsWith('{{') ? value : JSON.stringify(value) }],
  returnTokenWithoutUser: false,
})
const ask: Step = {
  kind: 'screen',
  name: 'Ask',
  components: [
    { type: 'heading', text: 'Of the subflow' },
    { type: 'text-input', name: 'plan', label: 'Plan' },
    { type: 'button', id: 'go', text: 'Go' },
  ],
  next: { go: 'done' },
}
const run = (flow: string): Step => ({
  ...subflowDefinition.create(),
  name: 'Check',
  flow,
  exits: [{ id: 'done', name: 'Done', result: 'success' }],
  contextKey: 'check',
  next: { done: 'done', subflowExecution: 'done' },
})

async function publishPair(child: Record<string, Step>) {
  const [childId, mainId] = [`c${newId(10)}`, `m${newId(10)}`]
  await project.publish(childId, 'interactive', child)
  await project.publish(mainId, 'interactive', {
    start: start('run'),
    run: run(childId),
    done: end('{{subflows.check.value}}'),
  })
  return { childId, mainId }
}

const begin = (flowId: string, version: 'live' | 'draft' = 'live') =>
  startExecution({
    projectId: project.projectId,
    flowId,
    version,
    trigger: 'api',
    startedById: null,
    client: {},
    ipAddress: '203.0.113.7',
    watched: false,
  })

it('shows the screen of the subflow and takes its answer, whatever becomes of the subflow meanwhile', async () => {
  const { childId, mainId } = await publishPair({ start: start('ask'), ask, done: end('{{form.plan}}') })
  const reply = await begin(mainId)
  expect(reply).toMatchObject({
    status: 'waiting',
    stepName: 'Ask',
    screen: { view: { components: [{ text: 'Of the subflow' }, {}, {}] } },
  })
  await project.publishAgain(childId, { start: start('done'), done: end('changed') })
  const { executionId, stepId } = reply
  const input = { plan: 'pro' }
  const next = { projectId: project.projectId, executionId, stepId, interactionId: 'go', input, watched: false }
  expect(await submitStep(next)).toMatchObject({ status: 'completed', output: { value: 'pro' } })
  expect(await begin(mainId)).toMatchObject({ status: 'completed', output: { value: 'changed' } })
})

it('runs drafts when a draft is run, and nothing that is disabled otherwise', async () => {
  const { childId, mainId } = await publishPair({ start: start('done'), done: end('live') })
  const { draft, draftRevision } = await getFlow(project.projectId, childId)
  const document = { ...draft, steps: { ...draft.steps, done: end('draft') } }
  await saveDraft(project.projectId, { flowId: childId, revision: draftRevision, document, force: false }, null)
  expect((await begin(mainId)).output).toEqual({ value: 'live' })
  expect((await begin(mainId, 'draft')).output).toEqual({ value: 'draft' })
  await setFlowDisabled(project.projectId, childId, true)
  expect((await begin(mainId)).output).toEqual({ value: null })
})

it('is taken up by recovery within a subflow', async () => {
  const { mainId } = await publishPair({ start: start('ask'), ask, done: end('{{form.plan}}') })
  const { executionId } = await begin(mainId)
  await db().execution.updateMany({ where: { id: executionId }, data: { expiresAt: new Date(0) } })
  await recoverExecutions()
  const row = await db().execution.findFirst({ where: { id: executionId } })
  expect(row).toMatchObject({ status: 'failed', error: { code: 'expired', stepName: 'Check › Ask' } })
})

it('refuses to publish a circle, also by way of another flow', async () => {
  const { childId, mainId } = await publishPair({ start: start('done'), done: end('x') })
  await expect(
    project.publishAgain(childId, { start: start('run'), run: run(mainId), done: end('x') }),
  ).rejects.toThrow('run one another in a circle')
  expect(await findSubflows(project.projectId, [mainId])).toMatchObject([
    { id: mainId, calls: [{ stepName: 'Check', flowId: childId }] },
    { id: childId, exits: [{ id: 'done' }] },
  ])
})

it('refuses to delete a flow that others run, and names them', async () => {
  const { childId, mainId } = await publishPair({ start: start('done'), done: end('x') })
  await expect(deleteFlow(project.projectId, childId)).rejects.toThrow(`This flow is run by others: ${mainId} (Check)`)
  expect(await subflowUses(project.projectId, childId)).toMatchObject([
    { where: 'draft', flowId: mainId, steps: [{ id: 'run', name: 'Check' }] },
    { where: 'live', flowId: mainId },
  ])
  const { flows } = await listFlows(project.projectId, { search: childId })
  expect(flows).toMatchObject([{ id: childId, usedIn: 1 }])
  expect((await listFlows(project.projectId, { search: mainId })).flows).toMatchObject([{ usedIn: 0 }])
  await deleteFlow(project.projectId, mainId)
  await deleteFlow(project.projectId, childId)
})

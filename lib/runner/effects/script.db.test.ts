import { once } from 'node:events'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { makeProject } from '@/lib/api/testing/project'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { runScript } from '@/lib/scripts/pool'
import { scriptletDefinition } from '@/lib/steps/scriptlet/definition'
import type { ScriptletStep } from '@/lib/steps/scriptlet/schema'
import { cancelExecution } from '../cancel'
import { startExecution } from '../start'

vi.mock(import('@/lib/scripts/pool'), { spy: true })

let project: Awaited<ReturnType<typeof makeProject>>
beforeAll(async () => {
  project = await makeProject()
})
afterAll(() => db().project.deleteMany({ where: { id: project.projectId } }))

const script = (code: string): ScriptletStep => ({
  ...scriptletDefinition.create(),
  code,
  arguments: [{ key: 'n', type: 'number', value: '{{client.n}}' }],
  contextKey: 'sum',
  next: { success: 'done' },
})

async function run(code: string, executionId = newId()) {
  const flowId = `f${newId(10)}`
  await project.publish(flowId, 'management', {
    start: { kind: 'start', next: { default: 'script' } },
    script: script(code),
    done: {
      kind: 'end',
      name: 'Done',
      next: {},
      result: 'success',
      outputs: [{ key: 'value', type: 'json', value: '{{scripts.sum}}' }],
      returnTokenWithoutUser: false,
    },
  })
  return await startExecution({
    projectId: project.projectId,
    flowId,
    executionId,
    version: 'live',
    trigger: 'api',
    startedById: null,
    client: { n: 4 },
    ipAddress: '203.0.113.7',
    watched: true,
  })
}

it('runs in a flow, and its console is in the journal', async () => {
  const reply = await run("console.log('got', args.n); return { doubled: args.n * 2 }")
  expect(reply).toMatchObject({ status: 'completed', output: { value: { doubled: 8 } } })
  const rows = await db().runnerMessage.findMany({ where: { executionId: reply.executionId, type: 'script' } })
  expect(rows.map(({ body }) => body)).toMatchObject([
    { args: { n: 4 }, run: { console: [{ level: 'log', text: 'got 4' }] }, failure: null },
  ])
})

it('keeps text that the database cannot hold out of its way', async () => {
  const reply = await run("console.log('\\u0000\\ud800'); return { a: '\\u0000', b: '\\udc00' }")
  expect(reply.status).toBe('completed')
})

it('fails its step within its limits', async () => {
  const reply = await run('while (true) {}')
  expect(reply).toMatchObject({ status: 'failed', error: { code: 'timeout', stepName: 'Scriptlet' } })
})

it('is ended by a cancel', async () => {
  const executionId = newId()
  const begun = Promise.withResolvers<void>()
  // The sandbox ends a loop by itself; this one begins when the cancel has come, however long that takes.
  vi.mocked(runScript).mockImplementationOnce(async (input, signal) => {
    begun.resolve()
    await once(signal, 'abort')
    return await runScript(input, signal)
  })
  const running = run('while (true) {}', executionId)
  await begun.promise
  await cancelExecution(project.projectId, executionId, 'Cancelled by Ann.')
  expect((await running).status).toBe('cancelled')
})

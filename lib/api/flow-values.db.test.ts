import { afterAll, beforeAll, expect, test } from 'vitest'
import { getFlowValues } from '@/lib/runner/queries/values'
import { stepDefinitions } from '@/lib/steps/definitions'
import { makeProject, startThirdParty } from './testing/project'

let project: Awaited<ReturnType<typeof makeProject>>
let thirdParty: Awaited<ReturnType<typeof startThirdParty>>

beforeAll(async () => {
  project = await makeProject()
  thirdParty = await startThirdParty((request, response) => {
    response.setHeader('content-type', 'application/json')
    const { authorization = '', 'x-email': email } = request.headers
    const big = 'x'.repeat(200_000)
    response.end(JSON.stringify({ authorization, email, big: email === 'big@b.co' ? big : '' }))
  })
})
afterAll(() => thirdParty.close())

test('the values of the newest executions are told masked, the newest apart, in one project alone', async () => {
  const token = 'a-token-of-some-length'
  const connector = await project.addConnector(thirdParty.url, {
    authentication: { method: 'bearerToken', bearerToken: token },
    headers: [{ key: 'X-Email', value: '{{client.email}}' }],
  })
  await project.publish('values', 'management', {
    start: { kind: 'start', next: { default: 'crm' } },
    crm: { ...stepDefinitions.connector.create(), connector, contextKey: 'crm', next: { success: 'end' } },
    end: stepDefinitions.end.create(),
  })
  expect(await getFlowValues(project.projectId, 'values')).toEqual({ last: null, seen: {} })
  const run = (input: Record<string, string>) =>
    project.post('/v1/mgmt/flow/run', { flowId: 'values', input }, project.bearer)
  await run({ email: 'a@b.co', first: 'only' })
  await run({ email: 'c@d.co' })
  const { last, seen } = await getFlowValues(project.projectId, 'values')
  expect(last?.context).toMatchObject({
    client: { email: 'c@d.co' },
    connectors: { crm: { email: 'c@d.co', authorization: 'Bearer ••••', statusCode: 200 } },
  })
  expect(last?.context.client).not.toHaveProperty('first')
  expect(seen.client).toMatchObject({ first: 'only', email: 'c@d.co' })
  expect(JSON.stringify([last, seen])).not.toContain(token)
  expect(await getFlowValues('P2other', 'values')).toEqual({ last: null, seen: {} })
  await run({ email: 'big@b.co' })
  expect(JSON.stringify(await getFlowValues(project.projectId, 'values')).length).toBeLessThan(170_000)
})

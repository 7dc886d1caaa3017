import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeProject } from '@/lib/api/testing/project'
import { closeDatabase, db, pool } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { stepDefinitions } from '@/lib/steps/definitions'
import { secretFormsOf } from './secrets'
import { type AuthorizationServer, oidcClients, startAuthorizationServer } from './testing/authorization-server'

let oidc: AuthorizationServer
beforeAll(async () => {
  oidc = await startAuthorizationServer()
})
afterAll(async () => {
  await closeEgress()
  await oidc.close()
  await closeDatabase()
})

it('a flow tells each exchange of its call in order, and nothing that it stores holds the token or the secret', async () => {
  const project = await makeProject()
  const { projectId, bearer, post } = project
  const connector = await project.addConnector(`${oidc.origin}/api`, {
    includeHeadersInContext: true,
    authentication: {
      method: 'oauth2ClientCredentials',
      oauth2ClientCredentials: { ...oidcClients.header, authUrl: oidc.tokenUrl },
    },
  })
  await project.publish('ask', 'management', {
    start: { kind: 'start', next: { default: 'ask' } },
    ask: { ...stepDefinitions.connector.create(), connector, next: { success: 'end' } },
    end: {
      ...stepDefinitions.end.create(),
      outputs: [{ key: 'answer', type: 'json', value: '{{connectors.connector.body}}' }],
    },
  })
  const run = async () => {
    const { status, body } = await post('/v1/mgmt/flow/run', { flowId: 'ask' }, bearer)
    expect(status).toBe(200)
    const where = { projectId, executionId: body.executionId }
    return { body, messages: await db().runnerMessage.findMany({ where, orderBy: { number: 'asc' } }) }
  }

  const first = await run()
  expect(first.messages.map(({ type }) => type)).toEqual(['started', 'passed', 'exchange', 'connector', 'completed'])
  expect(first.messages[2]).toMatchObject({
    stepId: 'ask',
    body: { purpose: 'token', record: { request: { url: oidc.tokenUrl }, response: { status: 200 } } },
  })
  const [firstToken = ''] = oidc.tokens
  await oidc.revoke(firstToken)
  const second = await run()
  expect(second.messages.map(({ type, body }) => [type, Object(body).purpose])).toEqual([
    ['started', undefined],
    ['passed', undefined],
    ['exchange', 'attempt'],
    ['exchange', 'token'],
    ['connector', undefined],
    ['completed', undefined],
  ])

  const { rows } = await pool().query(
    `SELECT m::text AS text FROM "RunnerMessage" m UNION ALL SELECT e::text FROM "Execution" e
     UNION ALL SELECT t::text FROM "ConnectorToken" t UNION ALL SELECT c::text FROM "Connector" c`,
  )
  const stored = JSON.stringify([rows, first, second])
  expect(new Set(oidc.tokens).size).toBe(2)
  for (const secret of [
    ...oidc.tokens,
    ...secretFormsOf(oidcClients.header.clientId, oidcClients.header.clientSecret),
  ]) {
    expect(stored).not.toContain(secret)
  }
  // The API echoes the token: the echo is masked before a caller sees it.
  expect(first.body.output ?? first.body).toMatchObject({ answer: { echo: '••••' } })
})

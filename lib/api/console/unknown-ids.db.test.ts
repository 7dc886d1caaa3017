import { beforeAll, expect, test } from 'vitest'
import { forgetToken } from '@/lib/connectors/tokens/service'
import { CLIENT_ADDRESS_HEADER, handleAuthRequest } from '@/lib/console/auth'
import { createOperator } from '@/lib/console/operators'
import { newId } from '@/lib/id'
import { makeProject } from '../testing/project'

const origin = 'http://localhost:3000'
const json = { origin, 'content-type': 'application/json' }
let project: Awaited<ReturnType<typeof makeProject>>
let other: Awaited<ReturnType<typeof makeProject>>
let cookie: string

beforeAll(async () => {
  project = await makeProject()
  other = await makeProject()
  const person = { email: `${newId()}@example.com`, password: 'correct horse battery' }
  await createOperator({ ...person, membership: { projectId: project.projectId, role: 'admin' } })
  const headers = { ...json, [CLIENT_ADDRESS_HEADER]: '10.9.0.1' }
  const signIn = new Request(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers,
    body: JSON.stringify(person),
  })
  const response = await handleAuthRequest(signIn)
  cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
})

async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<[number, unknown]> {
  const response = await project.api.request(`/v1/console/projects/${project.projectId}${path}`, {
    method,
    headers: { ...json, cookie },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return [response.status, await response.json()]
}

test('an id that is not there, or of another project, answers 404 with what to do', async () => {
  const theirs = await other.addConnector('http://127.0.0.1:9')
  const own = await project.addConnector('http://127.0.0.1:9')
  const call = { action: 'GET', endpoint: '/', timeoutSeconds: 1 }
  for (const id of ['nowhere', theirs]) {
    const refusals = [
      await ask('GET', `/connectors/${id}/used-in`),
      await ask('POST', `/connectors/${id}/test`, call),
      await ask('POST', `/connectors/${id}/duplicate`, {}),
      await ask('GET', `/connections/${id}/used-in`),
      await ask('GET', `/executions/${id}`),
      await ask('GET', `/executions/${id}/messages`),
      await ask('POST', `/executions/${id}/cancel`, {}),
    ]
    for (const refusal of refusals)
      expect(refusal).toEqual([
        404,
        expect.objectContaining({ errorMessage: expect.stringMatching(/There is no .+\./) }),
      ])
    await expect(forgetToken(project.projectId, id)).rejects.toMatchObject({ code: 'notFound' })
  }
  expect(await ask('GET', `/connectors/${own}/used-in`)).toEqual([200, []])
  expect(await ask('POST', `/connectors/${own}/test`, call)).toMatchObject([200, { ok: false }])
  expect(await forgetToken(project.projectId, own)).toBe(false)
})

import { expect, test } from 'vitest'
import { makeProject } from '../testing/project'

// PostgreSQL keeps neither NUL nor half of a surrogate pair: the field is named, and nobody is told to look at the log.
const NUL = 'a\u0000b'
const HALF = '\ud800x'

test.each([
  ['/v1/mgmt/user/create', { loginId: 'ada@example.com', roleNames: [HALF] }, 'roleNames.0'],
  ['/v2/mgmt/user/search', { loginIds: [NUL] }, 'loginIds.0'],
  ['/v1/mgmt/audit/event', { action: 'a.b', type: 'info', actorId: 'me', data: { x: { y: NUL } } }, 'data.x.y'],
  ['/v1/mgmt/accesskey/create', { name: 'key', description: NUL }, 'description'],
  ['/v1/mgmt/tenant/create', { name: 'Acme', customAttributes: { [NUL]: 1 } }, 'customAttributes'],
  ['/v1/mgmt/outbound/app/create', { name: 'App', description: NUL }, 'description'],
  ['/v1/mgmt/outbound/app/user/token/latest', { appId: 'app', userId: 'ada@example.com', tenantId: NUL }, 'tenantId'],
])('%s refuses text that cannot be kept, at its field', async (path, body, field) => {
  const { post, bearer } = await makeProject()
  const answer = await post(path, body, bearer)
  expect(answer).toMatchObject({ status: 400, body: { errorCode: 'E011004', fields: { [field]: expect.any(String) } } })
})

import { expect, it } from 'vitest'
import { pathOf } from '@/server/planes'
import { createHealth } from './health'

const ask = (path: string, database = async () => {}) =>
  createHealth(database, pathOf).request(`http://localhost${path}`)

it.each(['/api/health', '/api/health/', '/api/health/ready', '/API/HEALTH/ready', '/api//health/ready?x=1'])(
  'is ready at %s while the database answers',
  async (path) => {
    const answer = await ask(path)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await answer.json()).toEqual({ status: 'ready' })
  },
)

it('is live but not ready without the database', async () => {
  const gone = () => Promise.reject(new Error('secret'))
  expect((await ask('/api/health/live', gone)).status).toBe(200)
  const answer = await ask('/api/health/ready', gone)
  expect(answer.status).toBe(503)
  expect(await answer.json()).toEqual({
    status: 'unavailable',
    errorCode: 'E011503',
    errorDescription: 'Unavailable',
    errorMessage: 'The database does not answer.',
  })
})

it('answers an unknown path as JSON', async () => {
  const answer = await ask('/API/health/x')
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store'])
  expect(await answer.json()).toMatchObject({ errorCode: 'E011009', errorDescription: 'Not found' })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { areas, demoCredentials } from './areas'
import { demoDatabase } from './database'
import { oauthClient } from './oauth'
import { type Sandbox, startSandbox } from './start'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 })
})
afterAll(() => sandbox.close())

const get = (path: string, init?: RequestInit) => fetch(`${sandbox.url}${path}`, init)

describe('sandbox', () => {
  it('lists its endpoints for people and for programs', async () => {
    const json = await (await get('/')).json()
    expect(json.endpoints.map((endpoint: { path: string }) => endpoint.path)).toContain('/customers/:id')
    const page = await (await get('/', { headers: { accept: 'text/html' } })).text()
    expect(page).toContain('<h1>Patchbay sandbox</h1>')
    const { database, username, password } = demoDatabase
    const port = Number(new URL(sandbox.url).port) + 1
    expect(json.database).toMatchObject({ host: '127.0.0.1', port, database, username, password })
    for (const text of [String(port), database, username, password]) expect(page).toContain(`<code>${text}</code>`)
  })

  it('finds customers by email and id', async () => {
    expect(await (await get('/customers?email=ada%40example.com')).json()).toMatchObject({
      id: 'cus-1001',
      plan: 'pro',
    })
    expect((await get('/customers?email=nobody@example.com')).status).toBe(404)
    expect(await (await get('/customers/cus-1003')).json()).toMatchObject({ name: 'Alan Turing' })
    expect(await (await get('/customers?limit=2')).json()).toMatchObject({ total: 8, customers: [{}, {}] })
    expect(await (await get('/orders?customer=cus-1003')).json()).toMatchObject({ count: 2, total: 240 })
  })

  it('adds a customer, and says what is wrong with one', async () => {
    const post = (body: unknown) => get('/customers', { method: 'POST', body: JSON.stringify(body) })
    expect((await post({ name: '', email: 'x' })).status).toBe(422)
    const made = await post({ name: 'Mary Somerville', email: 'mary@example.com' })
    expect([made.status, await made.json()]).toMatchObject([201, { id: 'cus-1009', plan: 'free' }])
    expect((await post({ name: 'Mary Somerville', email: 'mary@example.com' })).status).toBe(409)
    expect((await get('/customers', { method: 'POST', body: '[' })).status).toBe(400)
  })

  it('guards its areas, each with its own credential', async () => {
    for (const area of areas) expect((await get(`${area.prefix}/plans`)).status).toBe(401)
    const { bearerToken, apiKey, basic } = demoCredentials
    const authorization = `Basic ${btoa(`${basic.username}:${basic.password}`)}`
    expect((await get('/crm/plans', { headers: { authorization: `Bearer ${bearerToken}` } })).status).toBe(200)
    expect((await get('/billing/plans', { headers: { [apiKey.key]: apiKey.token } })).status).toBe(200)
    expect((await get('/admin/plans', { headers: { authorization } })).status).toBe(200)
  })

  it('issues tokens by client credentials, for the header and the body, and takes them until they end', async () => {
    const { clientId, clientSecret } = oauthClient
    const ask = async (parameters: Record<string, string>, headers: Record<string, string> = {}, query = '') => {
      const body = new URLSearchParams({ grant_type: 'client_credentials', ...parameters })
      const answer = await get(`/oauth/token${query}`, { method: 'POST', body, headers })
      return { status: answer.status, ...(await answer.json()) }
    }
    const basic = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }
    const inBody = { client_id: clientId, client_secret: clientSecret }
    const partner = async (token: string) =>
      (await get('/partner/plans', { headers: { authorization: `Bearer ${token}` } })).status
    const first = await ask({ scope: 'orders.read' }, basic)
    expect(first).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 300, scope: 'orders.read' })
    expect(await partner(first.access_token)).toBe(200)
    expect(await partner((await ask(inBody)).access_token)).toBe(200)
    expect(await partner((await ask(inBody, {}, '?expires_in=0')).access_token)).toBe(401)
    expect(await ask({})).toMatchObject({ status: 401, error: 'invalid_client' })
    expect(await ask({ ...inBody, client_secret: 'wrong' })).toMatchObject({ status: 401, error: 'invalid_client' })
    expect(await ask({ ...inBody, scope: 'all' })).toMatchObject({ status: 400, error: 'invalid_scope' })
    expect(await ask({ ...inBody, grant_type: 'password' })).toMatchObject({ status: 400 })
    await get('/oauth/revoke-all', { method: 'POST' })
    expect(await partner(first.access_token)).toBe(401)
  })

  it('echoes what it was sent', async () => {
    const init = { method: 'PUT', headers: { 'content-type': 'application/json', 'x-a': '1' }, body: '{"a":[1]}' }
    expect(await (await get('/echo?b=1&b=2&c=', init)).json()).toMatchObject({
      method: 'PUT',
      query: { b: ['1', '2'], c: '' },
      headers: { 'x-a': '1' },
      body: { a: [1] },
    })
  })

  it('fails as asked', async () => {
    expect((await get('/status/418')).status).toBe(418)
    expect((await get('/status/999')).status).toBe(400)
    const flaky = async () => (await get('/flaky?fails=2&name=t')).status
    expect([await flaky(), await flaky(), await flaky(), await flaky()]).toEqual([503, 503, 200, 503])
    expect((await get('/redirect?times=3&to=/plans')).url).toBe(`${sandbox.url}/plans`)
    expect((await (await get('/large?bytes=300000')).arrayBuffer()).byteLength).toBe(300_000)
    await expect((await get('/invalid-json')).json()).rejects.toThrow()
    await expect(get('/drop').then((reply) => reply.text())).rejects.toThrow()
    await expect(get('/drop?at=once')).rejects.toThrow()
    expect((await get('/outcomes/unavailable')).status).toBe(503)
  })

  it('answers JSON for what it does not have', async () => {
    expect((await get('/nothing')).status).toBe(404)
    const wrong = await get('/plans', { method: 'DELETE' })
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET'])
    expect((await get('/plans', { method: 'HEAD' })).status).toBe(200)
  })

  it('says that its port is taken', async () => {
    const port = Number(new URL(sandbox.url).port)
    await expect(startSandbox({ port })).rejects.toThrow(`port ${port} is taken`)
  })
})

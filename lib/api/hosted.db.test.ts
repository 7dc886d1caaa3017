import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { updateProjectSettings } from '@/lib/console/projects'
import { db } from '@/lib/db'
import { setFlowDisabled } from '@/lib/flow-catalog/service'
import { stepDefinitions } from '@/lib/steps/definitions'
import { DEFAULT_THEME } from '@/lib/theme/theme'
import { createApi } from './app'
import { openHostedBundle } from './hosted/assets'
import { makeProject } from './testing/project'

const ORIGIN = 'https://app.example.com'
const DONE = `${ORIGIN}/done`
let project: Awaited<ReturnType<typeof makeProject>>
let api: ReturnType<typeof createApi>

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'hosted-'))
  const manifest = { script: 'page-1.js', style: 'page-1.css', embed: 'embed-1.js' }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  for (const name of Object.values(manifest)) writeFileSync(join(folder, name), `/* ${name} */`)
  api = createApi({ hosted: openHostedBundle(folder) })
})

beforeEach(async () => {
  project = await makeProject()
  await updateProjectSettings(project.projectId, { allowedOrigins: [ORIGIN], redirectUrls: [DONE] })
  await project.publish('ask', 'interactive', {
    start: { kind: 'start', next: { default: 'screen' } },
    screen: {
      ...stepDefinitions.screen.create(),
      components: [
        { type: 'text-input', name: 'name', label: 'Name', required: true },
        { type: 'button', id: 'submit', text: 'Go' },
      ],
      next: { submit: 'end' },
    },
    end: {
      ...stepDefinitions.end.create(),
      outputs: [{ key: 'greeting', type: 'string', value: '{{client.greeting}} {{form.name}}' }],
    },
  })
})

const open = (path: string, headers: Record<string, string> = {}) => api.request(path, { headers })
const page = (query = '') => open(`/f/${project.projectId}/ask${query}`)

async function post(path: string, body: object, headers: Record<string, string> = { origin: ORIGIN }) {
  const response = await api.request(`/v1/flow/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${project.projectId}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/** Begins as a browser window does, and answers what that window knows. */
async function begin() {
  const { body, headers } = await post('start', { flowId: 'ask', options: { client: { greeting: 'Hello' } } })
  return { ...body, mine: { origin: ORIGIN, 'x-descope-flow-nonce': headers.get('x-descope-flow-nonce') ?? '' } }
}

async function finish() {
  const { executionId, stepId, mine } = await begin()
  const body = { executionId, stepId, interactionId: 'submit', input: { name: 'Ada' } }
  expect((await post('next', body, mine)).body.status).toBe('completed')
  return { executionId, mine }
}

describe('the page', () => {
  test('shows a live flow, framed by the allowed origins only, with its inputs and no inline script', async () => {
    const response = await page('?plan=pro&redirect_url=https%3A%2F%2Fapp.example.com%2Fdone%3Fx%3D1&state=s1')
    expect(response.status).toBe(200)
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain(`frame-ancestors ${ORIGIN}`)
    expect(policy).toContain("script-src 'self';")
    const html = await response.text()
    const boot = JSON.parse(/id="boot">(.*?)<\/script>/.exec(html)?.[1] ?? '')
    expect(boot).toMatchObject({ flowId: 'ask', client: { plan: 'pro' }, redirectUrl: `${DONE}?x=1`, state: 's1' })
    expect(html).not.toMatch(/<script(?![^>]*(src=|application\/json))/)
  })

  test('what a link brings cannot become script or markup', async () => {
    const html = await (await page(`?x=${encodeURIComponent('</script><script>alert(1)</script>')}`)).text()
    expect(html).not.toContain('<script>alert')
  })

  test.each([
    ['a redirect that is not allowed', '?redirect_url=https%3A%2F%2Fevil.example%2Fdone', 400],
    ['a redirect that is a script', '?redirect_url=javascript%3Aalert(1)', 400],
    ['an embedder that is not allowed', '?embed_origin=https%3A%2F%2Fevil.example', 400],
    ['a challenge without its method', `?code_challenge=${'a'.repeat(43)}`, 400],
  ])('refuses %s', async (_, query, status) => {
    const response = await page(query)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(await response.text()).not.toContain('id="boot"')
  })

  test('says so where there is no flow, and when it is disabled', async () => {
    expect((await open(`/f/${project.projectId}/nope`)).status).toBe(404)
    expect((await open('/f/P2nobody/ask')).status).toBe(404)
    await setFlowDisabled(project.projectId, 'ask', true)
    const disabled = await page()
    expect(disabled.status).toBe(404)
    expect(await disabled.text()).toContain('switched off')
  })

  test('has the project’s theme as a stylesheet of its own, named by its content', async () => {
    const linked = async () => /href="(\/f\/-\/theme\/[^"]+)"/.exec(await (await page()).text())?.[1] ?? ''
    const before = await linked()
    const first = await open(before)
    expect(first.headers.get('content-type')).toContain('text/css')
    expect(first.headers.get('cache-control')).toContain('immutable')
    expect(await first.text()).toContain('--accent:#4453cf')
    const theme = { ...DEFAULT_THEME, appearance: 'dark' as const, logo: 'https://example.com/logo.svg' }
    await updateProjectSettings(project.projectId, { theme: { ...theme, dark: { ...theme.dark, accent: '#ffcc00' } } })
    const after = await linked()
    expect(after).not.toBe(before)
    expect(await (await open(after)).text()).toMatch(/^:root\{color-scheme:dark;.*--accent:#ffcc00/)
    expect(await (await page()).text()).toContain('"logo":"https://example.com/logo.svg"')
    // A page that was open before gets the theme as it is now, and does not keep it under the old name.
    const old = await open(before)
    expect(await old.text()).toContain('--accent:#ffcc00')
    expect(old.headers.get('cache-control')).toBe('no-store')
    for (const name of ['P2nobody-0123456789abcdef.css', 'x.css', `${project.projectId}.css`]) {
      expect((await open(`/f/-/theme/${name}`)).status).toBe(404)
    }
  })

  test('its files are kept for long, packed when asked for, and no other file is given out', async () => {
    const script = await open('/f/-/page-1.js', { 'accept-encoding': 'gzip' })
    expect(script.headers.get('cache-control')).toContain('immutable')
    expect(script.headers.get('content-encoding')).toBe('gzip')
    expect(await (await open('/f/-/embed.js')).text()).toBe('/* embed-1.js */')
    for (const name of ['manifest.json', '..%2f..%2fetc%2fpasswd', 'page-2.js']) {
      expect((await open(`/f/-/${name}`)).status).toBe(404)
    }
  })
})

describe('the origin', () => {
  test('of an allowed application may call with credentials, after a preflight', async () => {
    const preflight = await api.request('/v1/flow/start', {
      method: 'OPTIONS',
      headers: {
        origin: ORIGIN,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-descope-sdk-name,x-evil',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(preflight.headers.get('access-control-allow-credentials')).toBe('true')
    expect(preflight.headers.get('access-control-allow-headers')).toBe(
      'authorization, content-type, x-descope-sdk-name',
    )
    const { status, headers } = await post('start', { flowId: 'ask' })
    expect(status).toBe(200)
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(headers.get('access-control-expose-headers')).toContain('X-Descope-Flow-Nonce')
  })

  test.each(['https://evil.example', 'null', 'http://app.example.com'])('%s may not', async (origin) => {
    expect((await api.request('/v1/flow/start', { method: 'OPTIONS', headers: { origin } })).status).toBe(403)
    const { status, headers } = await post('start', { flowId: 'ask' }, { origin })
    expect(status).toBe(403)
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(await db().execution.count({ where: { projectId: project.projectId } })).toBe(0)
  })

  test('is asked for by the calls of sessions too', async () => {
    const ask = async (origin: string) =>
      await api.request('/v1/auth/me', { headers: { origin, authorization: `Bearer ${project.projectId}:x` } })
    expect((await ask('https://evil.example')).status).toBe(403)
    expect((await ask(ORIGIN)).headers.get('access-control-allow-origin')).toBe(ORIGIN)
  })

  test('of another project\u2019s application may not either', async () => {
    const other = await makeProject()
    await updateProjectSettings(other.projectId, { allowedOrigins: ['https://other.example.com'] })
    expect((await post('start', { flowId: 'ask' }, { origin: 'https://other.example.com' })).status).toBe(403)
  })
})

describe('the nonce', () => {
  test('is asked of whoever goes on in a browser\u2019s execution', async () => {
    const { executionId, stepId, mine } = await begin()
    const body = { executionId, stepId, interactionId: 'submit', input: { name: 'Ada' } }
    for (const headers of [{ origin: ORIGIN }, { ...mine, 'x-descope-flow-nonce': 'wrong' }, {}]) {
      const refused = await post('next', body, headers)
      expect([refused.status, refused.body.errorCode]).toEqual([403, 'E108201'])
      expect((await post('resume', { executionId }, headers)).status).toBe(403)
    }
    expect((await post('resume', { executionId }, mine)).body).toMatchObject({ stepId, action: 'screen' })
    expect((await post('next', body, mine)).body.status).toBe('completed')
    expect((await post('next', body, mine)).body.status).toBe('completed')
    expect((await post('next', body, { origin: ORIGIN })).status).toBe(403)
    expect((await post('resume', { executionId }, { origin: ORIGIN })).status).toBe(403)
  })

  test('is not known to callers without an origin, and not asked of them', async () => {
    const started = await post('start', { flowId: 'ask' }, {})
    expect(started.headers.get('x-descope-flow-nonce')).toBeNull()
    const { executionId, stepId } = started.body
    const body = { executionId, stepId, interactionId: 'submit', input: { name: 'Ada' } }
    expect((await post('next', body, {})).body.status).toBe('completed')
  })
})

describe('the code', () => {
  const urlOf = async (executionId: string, mine: Record<string, string>, extra: object = {}) =>
    await post('code', { executionId, redirectUrl: DONE, ...extra }, mine)
  const codeIn = (url: string) => new URL(url).searchParams.get('code') ?? ''
  const exchange = (body: object) => post('exchange', body, {})

  test('brings the application the result, once', async () => {
    const { executionId, mine } = await finish()
    const { body } = await urlOf(executionId, mine, { state: 's1' })
    expect(body.url).toMatch(/^https:\/\/app\.example\.com\/done\?state=s1&code=[a-z0-9]{32}$/)
    const code = codeIn(body.url)
    const answer = await exchange({ code, redirectUrl: DONE })
    expect(answer.body).toMatchObject({ status: 'completed', output: { greeting: 'Hello Ada' } })
    expect((await exchange({ code, redirectUrl: DONE })).status).toBe(400)
  })

  test('is used up by a try with another address or verifier, and lapses after a minute', async () => {
    const { executionId, mine } = await finish()
    const verifier = 'v'.repeat(50)
    const codeChallenge = createHash('sha256').update(verifier).digest('base64url')
    const make = async (extra: object = {}) => codeIn((await urlOf(executionId, mine, extra)).body.url)

    const elsewhere = await make()
    expect((await exchange({ code: elsewhere, redirectUrl: `${DONE}/x` })).status).toBe(400)
    expect((await exchange({ code: elsewhere, redirectUrl: DONE })).status).toBe(400)

    const bound = await make({ codeChallenge })
    expect((await exchange({ code: bound, redirectUrl: DONE })).status).toBe(400)
    const verified = await make({ codeChallenge })
    expect((await exchange({ code: verified, redirectUrl: DONE, codeVerifier: verifier })).status).toBe(200)
    const unasked = await make()
    expect((await exchange({ code: unasked, redirectUrl: DONE, codeVerifier: verifier })).status).toBe(400)

    const late = await make()
    await db().flowCode.updateMany({ where: { usedAt: null }, data: { expiresAt: new Date(Date.now() - 1) } })
    expect((await exchange({ code: late, redirectUrl: DONE })).status).toBe(400)
  })

  test('is given only for an execution of one\u2019s own that has ended, and to an allowed address', async () => {
    const begun = await begin()
    expect((await urlOf(begun.executionId, begun.mine)).status).toBe(409)
    const { executionId, mine } = await finish()
    expect((await urlOf(executionId, { origin: ORIGIN })).status).toBe(403)
    expect((await urlOf(executionId, mine, { redirectUrl: 'https://evil.example/done' })).status).toBe(400)
    const other = await makeProject()
    const { body } = await urlOf(executionId, mine)
    const response = await api.request('/v1/flow/exchange', {
      method: 'POST',
      headers: { authorization: `Bearer ${other.projectId}`, 'content-type': 'application/json' },
      body: JSON.stringify({ code: codeIn(body.url), redirectUrl: DONE }),
    })
    expect(response.status).toBe(400)
  })
})

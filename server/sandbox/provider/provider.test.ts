import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Browser, consent, type Page } from '@/lib/outbound/testing/browser'
import { type Sandbox, startSandbox } from '../start'
import { providerClient } from './data'

const CALLBACK = 'http://127.0.0.1:9/v1/outbound/oauth/callback'
const { clientId, clientSecret } = providerClient
const warnings = vi.spyOn(console, 'warn')
const infos = vi.spyOn(console, 'info')
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, publicUrl: 'https://patchbay.example.com' })
})
afterAll(() => sandbox.close())

const isBack = (url: string) => url.startsWith(CALLBACK)

function authorizeUrl(parameters: Record<string, string> = {}): string {
  const url = new URL(`${sandbox.url}/idp/auth`)
  const all = {
    client_id: clientId,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid contacts.read',
    state: 's',
  }
  for (const [name, value] of Object.entries({ ...all, ...parameters })) url.searchParams.set(name, value)
  return url.href
}

async function post(path: string, body: Record<string, string>, authorization = '') {
  const basic = `Basic ${btoa(`${clientId}:${clientSecret}`)}`
  const response = await fetch(`${sandbox.url}/idp${path}`, {
    method: 'POST',
    headers: { authorization: authorization || basic },
    body: new URLSearchParams(body),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}

const exchange = (back: Page, path = '/token') => {
  const code = new URL(back.url).searchParams.get('code') ?? ''
  return post(path, { grant_type: 'authorization_code', code, redirect_uri: CALLBACK })
}
const refresh = (token: string) => post('/token', { grant_type: 'refresh_token', refresh_token: token })
const call = (name: string, token: string) =>
  fetch(`${sandbox.url}/idp/api/${name}`, { headers: { authorization: `Bearer ${token}` } })

describe('the provider of the sandbox', () => {
  it('signs in by name, asks for consent and gives tokens that its API takes', async () => {
    const browser = new Browser()
    const signIn = await browser.open(authorizeUrl())
    expect(signIn.text).toContain('Grace Hopper')
    const asked = await browser.press(signIn, { account: 'grace' })
    expect(asked.text).toContain('<strong>Grace Hopper</strong>')
    expect(asked.text).toContain('See your contacts')
    const back = await browser.press(asked, { allow: '1' }, isBack)
    expect(Object.fromEntries(new URL(back.url).searchParams)).toMatchObject({ state: 's', iss: `${sandbox.url}/idp` })
    const { status, body } = await exchange(back)
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 300, scope: 'openid contacts.read' })
    const contacts = await call('contacts', body.access_token)
    expect(await contacts.json()).toMatchObject({ account: 'grace', contacts: [{ name: 'Ada Lovelace' }, {}] })
    expect(browser.cookiesFor(`${sandbox.url}/`)).toBe('')

    // A second time it knows the person and the consent.
    const again = await browser.open(authorizeUrl({ scope: 'contacts.read' }), isBack)
    expect(again.url).toContain('code=')
    // The code has gone already.
    expect(await exchange(back)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  it('gives short lives, rotates refresh tokens and ends the grant of one that is used twice', async () => {
    const browser = new Browser()
    const back = await consent(browser, await browser.open(authorizeUrl()), 'ada', isBack)
    const { body } = await exchange(back, '/token?expires_in=7')
    expect(body.expires_in).toBe(7)
    const second = await refresh(body.refresh_token)
    expect(second.body.refresh_token).not.toBe(body.refresh_token)
    expect(await refresh(body.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(await refresh(second.body.refresh_token)).toMatchObject({ status: 400 })
    expect((await call('account', second.body.access_token)).status).toBe(401)
  })

  it('revokes, and says what a token lacks', async () => {
    const browser = new Browser()
    const page = await browser.open(authorizeUrl({ scope: 'openid email' }))
    const { body } = await exchange(await consent(browser, page, 'alan', isBack))
    expect((await call('account', body.access_token)).status).toBe(200)
    expect((await call('contacts', body.access_token)).status).toBe(403)
    expect((await post('/token/revocation', { token: body.refresh_token })).status).toBe(200)
    expect((await call('account', body.access_token)).status).toBe(401)
  })

  it('takes a refusal back to the application', async () => {
    const browser = new Browser()
    const page = await browser.open(authorizeUrl())
    const back = await browser.press(page, { deny: '1' }, isBack)
    expect(new URL(back.url).searchParams.get('error')).toBe('access_denied')
    const silent = await browser.open(authorizeUrl({ prompt: 'none' }), isBack)
    expect(new URL(silent.url).searchParams.get('error')).toBe('login_required')
  })

  it('goes back to a Patchbay of this machine or of its public address, and to nobody else', async () => {
    const opened = async (redirectUri: string) =>
      (await new Browser().open(authorizeUrl({ redirect_uri: redirectUri }))).status
    expect(await opened('http://localhost:4321/v1/outbound/oauth/callback')).toBe(200)
    expect(await opened('https://patchbay.example.com/v1/outbound/oauth/callback')).toBe(200)
    for (const other of ['https://evil.example/v1/outbound/oauth/callback', 'http://127.0.0.1:9/v1/outbound/oauth/x']) {
      expect(await opened(other)).toBe(400)
    }
  })

  it('registers clients', async () => {
    const response = await fetch(`${sandbox.url}/idp/reg`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: 'Another',
        redirect_uris: ['http://127.0.0.1:7/v1/outbound/oauth/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
      }),
    })
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({
      client_id: expect.any(String),
      client_secret: expect.any(String),
      registration_access_token: expect.any(String),
    })
  })

  it('says nothing on the console', () => {
    expect(warnings).not.toHaveBeenCalled()
    expect(infos).not.toHaveBeenCalled()
  })
})

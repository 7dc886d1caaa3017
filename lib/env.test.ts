import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { envSchema, parseEnv } from './env'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** The rows of the README's table of settings: name and default, which is empty when there is none. */
const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \|(?: `([^`]*)`)? \|/gm)].map(([, name = '', value = '']) => [
  name,
  value,
])

it('has every setting in the README, and no other', () => {
  expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(envSchema.shape).sort())
})

it('has the defaults that the README tells', () => {
  const defaults = envSchema.parse({})
  for (const [name = '', value = ''] of rows) {
    const told = value === '' ? {} : { [name]: value }
    expect(envSchema.parse(told), name).toEqual(defaults)
  }
})

it.each<[Record<string, string>, string]>([
  [{ EGRESS_PROXY_URL: 'socks5://user:hunter2@proxy:1080' }, 'EGRESS_PROXY_URL: must be'],
  [{ EGRESS_PROXY_URL: 'http://user:hunter2@proxy:3128/path' }, 'EGRESS_PROXY_URL: must be'],
  [{ EGRESS_PROXY_URL: 'http://user:hunter2%0d@proxy:3128' }, 'EGRESS_PROXY_URL: must be'],
  [{ EGRESS_PROXY_URL: 'http://user:hunter2@proxy:3128' }, 'set EGRESS_STATIC_IPS too'],
  [{ EGRESS_STATIC_IPS: '203.0.113.7' }, 'set EGRESS_LOCAL_ADDRESSES or EGRESS_PROXY_URL too'],
  [{ EGRESS_STATIC_IPS: '203.0.113.7, my-host' }, 'EGRESS_STATIC_IPS: must be addresses'],
  [{ EGRESS_LOCAL_ADDRESSES: '10.0.0.0/8' }, 'EGRESS_LOCAL_ADDRESSES: must be addresses of this machine'],
  [
    { EGRESS_STATIC_IPS: '203.0.113.7', EGRESS_LOCAL_ADDRESSES: '10.0.0.1', EGRESS_PROXY_URL: 'http://p:1' },
    'requests leave one way',
  ],
])('says what is wrong with %o, without a password', (settings, words) => {
  expect(() => parseEnv(settings)).toThrow(words)
  expect(() => parseEnv(settings)).not.toThrow('hunter2')
})

it('takes static addresses by local addresses or by a proxy', () => {
  const proxy = { EGRESS_STATIC_IPS: '203.0.113.7,203.0.113.8/31', EGRESS_PROXY_URL: 'http://u:p%40ss@[::1]:3128/' }
  expect(parseEnv(proxy)).toMatchObject({ EGRESS_STATIC_IPS: ['203.0.113.7', '203.0.113.8/31'] })
  expect(parseEnv({ EGRESS_LOCAL_ADDRESSES: '10.0.0.1, ::1' })).toMatchObject({
    EGRESS_LOCAL_ADDRESSES: ['10.0.0.1', '::1'],
  })
})

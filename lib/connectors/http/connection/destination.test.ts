import { expect, it } from 'vitest'
import { tokenDestination } from './destination'

const settings = {
  baseUrl: 'https://api.example.com/v1',
  authentication: { method: 'connection', connection: { appId: 'acme' } },
}

it('is where tokens go, and whose', () => {
  const known = tokenDestination(settings)
  expect(known).not.toBeNull()
  expect(tokenDestination({ ...settings, name: 'Another', baseUrl: 'https://api.example.com/v2' })).toBe(known)
  for (const change of [
    { baseUrl: 'https://evil.example' },
    { insecure: true },
    { authentication: { method: 'connection', connection: { appId: 'other' } } },
    { authentication: { method: 'connection', connection: { appId: 'acme', level: 'tenant' } } },
  ]) {
    expect(tokenDestination({ ...settings, ...change })).not.toBe(known)
  }
})

it('is nowhere for a connector with secrets of its own', () => {
  expect(tokenDestination({ ...settings, authentication: { method: 'bearerToken' } })).toBeNull()
  expect(tokenDestination(null)).toBeNull()
})

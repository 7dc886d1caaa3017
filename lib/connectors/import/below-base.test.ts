import { expect, it } from 'vitest'
import { endpointBelow } from './below-base'

it.each([
  // The other base URL, the one an endpoint belongs to, the endpoint, what it is below the other.
  ['https://a.example/v1', 'https://a.example/v1', '/x?y=1', '/x?y=1'],
  ['https://a.example', 'https://a.example/v1', '/x', '/v1/x'],
  ['https://A.example:443/', 'https://a.example/v1/', 'x', '/v1/x'],
  ['https://a.example/v1/x', 'https://a.example/v1', '/x/y', '/y'],
  ['https://a.example/v1/x', 'https://a.example/v1', '/x?y=/v1/x', '/?y=/v1/x'],
  ['https://a.example/v1/x', 'https://a.example/v1', '/xy', null],
  ['https://a.example/v2', 'https://a.example/v1', '/x', null],
  ['http://a.example/v1', 'https://a.example/v1', '/x', null],
  ['https://a.example:8443/v1', 'https://a.example/v1', '/x', null],
  ['https://<host>/v1', 'https://<host>/v1', '/x', null],
])('%s reaches %s %s by %s', (other, base, endpoint, expected) => {
  expect(endpointBelow(other, base, endpoint)).toBe(expected)
})

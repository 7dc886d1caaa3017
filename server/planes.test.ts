import { describe, expect, it } from 'vitest'
import { API_PREFIXES, planeOf } from './planes'

describe('the table of paths', () => {
  it.each(API_PREFIXES)('gives %s and all below it to the API', (prefix) => {
    expect(planeOf(prefix)).toBe('api')
    expect(planeOf(`${prefix}?a=1`)).toBe('api')
    expect(planeOf(`${prefix}/no/such/thing`)).toBe('api')
  })

  it.each(['//v1/flow/start', '/V1/flow', '/%76%31/flow', 'http://localhost:3000/v1/flow', '/v1//'])(
    'is not fooled by %s',
    (target) => {
      expect(planeOf(target)).toBe('api')
    },
  )

  it.each([
    '/',
    '/p/P2abc/flows',
    '/sign-in',
    '/api/auth/sign-in/email',
    '/v1x',
    '/flows',
    '/_next/static/a.js',
    '/%zz',
    '',
  ])('leaves %s to the console', (target) => {
    expect(planeOf(target)).toBe('console')
  })
})

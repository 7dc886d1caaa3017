import { describe, expect, it } from 'vitest'
import { API_PREFIXES, holdsNul, isHealth, pathOf, planeOf } from './planes'

describe('the table of paths', () => {
  it.each(API_PREFIXES)('gives %s and all below it to the API', (prefix) => {
    expect(planeOf(prefix)).toBe('api')
    expect(planeOf(`${prefix}?a=1`)).toBe('api')
    expect(planeOf(`${prefix}/no/such/thing`)).toBe('api')
  })

  it.each([
    '//v1/flow/start',
    '/V1/flow',
    '/%76%31/flow',
    '/%76%31/%zz',
    'http://localhost:3000/v1/flow',
    'ws://localhost/v1',
    '/v1//',
    '/./v1/y',
    '/x/../v1/y',
    '/_next/../v1/y',
    '/../../v1/y',
    '/x/%2e%2E/v1/y',
    '/x%2f..%2fv1/y',
    '/v1/../sign-in',
    '/\\v1/y',
    '/x\\..\\v1\\y',
    '/%5Cv1/y',
    '/v1;x/y',
    '/v1;a=1;b',
    '/v1%3bx/y',
    '/v1%00',
    '/v1%09/y',
    '/API/Health/x',
  ])('is not fooled by %s', (target) => {
    expect(planeOf(target)).toBe('api')
  })

  it.each([
    '/',
    '/p/P2abc/flows',
    '/sign-in',
    '/api/auth/sign-in/email',
    '/v1x',
    '/flows',
    '/_next/static/a.js',
    '/%zz',
    '/p/%C3%A9',
    '/p/../sign-in',
    '/sign-in?next=/v1/x',
    '/sign-in?next=/../v1',
    '/p/x;v1',
    '',
  ])('leaves %s to the console', (target) => {
    expect(planeOf(target)).toBe('console')
  })
})

it('compares paths in one form', () => {
  expect(pathOf('/API//HEALTH/./ready/?a=1')).toBe('/api/health/ready')
  expect(pathOf('http://localhost')).toBe('/')
  expect(isHealth('/Api/x/../Health;a/live')).toBe(true)
  expect(isHealth('/api/healthy')).toBe(false)
})

it('sees an encoded NUL in path and query', () => {
  expect([holdsNul('/p/a%00b'), holdsNul('/p?q=%00'), holdsNul('/p/%2500'), holdsNul('/p/00')]).toEqual([
    true,
    true,
    false,
    false,
  ])
})

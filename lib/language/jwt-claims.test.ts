import { expect, test } from 'vitest'
import { CLAIM_TEXT_MAX, CLAIMS_MAX, claimsProblem } from './jwt-claims'

test('claims with their own names and short values pass', () => {
  expect(claimsProblem({ plan: 'pro', limits: { seats: [1, 2] }, beta: true, none: null })).toBeNull()
})

test('a reserved, empty or long name is refused and named', () => {
  for (const name of ['sub', 'scope', 'roles', 'tenants', 'sid', 'gen', 'nsec', '', 'x'.repeat(61)]) {
    expect(claimsProblem({ fine: 1, [name]: 1 })).toMatchObject({ name })
  }
})

test('a long text is refused wherever it stands', () => {
  const long = 'x'.repeat(CLAIM_TEXT_MAX + 1)
  expect(claimsProblem({ a: long })).toMatchObject({ name: 'a' })
  expect(claimsProblem({ a: [{ b: long }] })).toMatchObject({ name: 'a' })
  expect(claimsProblem({ a: 'x'.repeat(CLAIM_TEXT_MAX) })).toBeNull()
})

test('more claims than allowed are refused', () => {
  const many = Object.fromEntries(Array.from({ length: CLAIMS_MAX + 1 }, (_, at) => [`c${at}`, 1]))
  expect(claimsProblem(many)).toMatchObject({ name: null })
})

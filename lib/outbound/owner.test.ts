import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Owner, readOwner, toOwnerColumns, toOwnerKey } from './owner'
import { toScopeSet, toScopesKey } from './scopes'

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/)
const owners: fc.Arbitrary<Owner> = fc.oneof(
  fc.record({ level: fc.constant('user' as const), userId: id }),
  fc.record({ level: fc.constant('userTenant' as const), userId: id, tenantId: id }),
  fc.record({ level: fc.constant('tenant' as const), tenantId: id }),
)

describe('an owner', () => {
  it('comes back from its columns', () => {
    fc.assert(
      fc.property(owners, (owner) => {
        expect(readOwner(toOwnerColumns(owner))).toEqual(owner)
      }),
    )
  })

  it('has a key of its own', () => {
    fc.assert(
      fc.property(owners, owners, (one, other) => {
        expect(toOwnerKey(one) === toOwnerKey(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
      }),
    )
  })

  it('must be told by its row', () => {
    expect(() => readOwner({ level: 'userTenant', userId: 'u', tenantId: null })).toThrow('userTenant')
  })
})

describe('a set of scopes', () => {
  const scopes = fc.array(fc.stringMatching(/^[!-~]{1,6}$/), { maxLength: 6 })

  it('has one key in whatever order', () => {
    fc.assert(
      fc.property(scopes, scopes, (one, other) => {
        const same = toScopeSet(one).join(' ') === toScopeSet(other).join(' ')
        expect(toScopesKey(one) === toScopesKey(other)).toBe(same)
        expect(toScopesKey([...one].reverse().concat(one, ' '))).toBe(toScopesKey(one))
      }),
    )
  })
})

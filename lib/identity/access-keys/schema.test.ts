import { expect, test } from 'vitest'
import { type AccessKeyView, accessKeyChangeFormSchema, toChangeForm } from './schema'

const key: AccessKeyView = {
  id: 'k',
  name: 'Nightly import',
  description: 'Of the warehouse',
  hint: 'abcd',
  active: true,
  expiresAt: null,
  roleNames: ['importer', 'billing:read'],
  tenants: [
    { tenantId: 'acme', roleNames: ['admin', 'orders:write:own'] },
    { tenantId: 'umbrella', roleNames: [] },
  ],
  boundUserId: null,
  customClaims: { plan: 'pro', limits: { seats: 12 } },
  permittedIps: ['203.0.113.7', '2001:db8::/32'],
  createdBy: 'Ada',
  createdAt: '2026-01-01T00:00:00.000Z',
  lastUsedAt: null,
}

test('what a form shows of a key is read as what the key has', () => {
  const { name, description, roleNames, tenants, customClaims, permittedIps } = key
  const read = accessKeyChangeFormSchema.parse(toChangeForm(key))
  expect(read).toEqual({ name, description, roleNames, tenants, customClaims, permittedIps })
})

test('no claims are an empty field', () => {
  expect(toChangeForm({ ...key, customClaims: {} }).customClaims).toBe('')
})

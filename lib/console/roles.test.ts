import { describe, expect, it } from 'vitest'
import { PERMISSIONS, type Permission, ROLES, roleAllows } from './roles'

const table: Record<Permission, string> = {
  'project.read': 'admin editor viewer',
  'flows.read': 'admin editor viewer',
  'flows.write': 'admin editor',
  'flows.run': 'admin editor',
  'connectors.read': 'admin editor viewer',
  'connectors.write': 'admin editor',
  'connectors.test': 'admin editor',
  'connections.read': 'admin editor viewer',
  'connections.write': 'admin editor',
  'tokens.manage': 'admin editor',
  'tokens.reveal': 'admin',
  'executions.read': 'admin editor viewer',
  'users.read': 'admin editor viewer',
  'users.write': 'admin editor',
  'sessions.revoke': 'admin editor',
  'tenants.read': 'admin editor viewer',
  'tenants.write': 'admin editor',
  'keys.manage': 'admin',
  'members.manage': 'admin',
  'audit.read': 'admin',
  'settings.manage': 'admin',
}

describe('roleAllows', () => {
  it.each(PERMISSIONS)('%s', (permission) => {
    expect(ROLES.filter((role) => roleAllows(role, permission)).join(' ')).toBe(table[permission])
  })
})

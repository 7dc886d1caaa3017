/** Permissions as data. Client-safe: pages hide what a role may not do, services refuse it. */

export const ROLES = ['admin', 'editor', 'viewer'] as const
export type Role = (typeof ROLES)[number]

export const PERMISSIONS = [
  'project.read',
  'flows.read',
  'flows.write',
  'flows.run',
  'connectors.read',
  'connectors.write',
  'connectors.test',
  'connections.read',
  'connections.write',
  'tokens.manage',
  'tokens.reveal',
  'executions.read',
  'users.read',
  'users.write',
  'sessions.revoke',
  'tenants.read',
  'tenants.write',
  'keys.manage',
  'members.manage',
  'audit.read',
  'settings.manage',
] as const
export type Permission = (typeof PERMISSIONS)[number]

const viewer: readonly Permission[] = [
  'project.read',
  'flows.read',
  'connectors.read',
  'connections.read',
  'executions.read',
  'users.read',
  'tenants.read',
]
const editor: readonly Permission[] = [
  ...viewer,
  'flows.write',
  'flows.run',
  'connectors.write',
  'connectors.test',
  'connections.write',
  'tokens.manage',
  'users.write',
  'sessions.revoke',
  'tenants.write',
]

const granted: Record<Role, ReadonlySet<Permission>> = {
  viewer: new Set(viewer),
  editor: new Set(editor),
  admin: new Set(PERMISSIONS),
}

export const ROLE_LABELS: Record<Role, { label: string; description: string }> = {
  admin: { label: 'Admin', description: 'Everything, with members, keys, audit, settings and the reading of tokens' },
  editor: {
    label: 'Editor',
    description: 'Changes flows, connectors, connections, users and tenants; tests and runs them',
  },
  viewer: { label: 'Viewer', description: 'Reads flows, connectors, connections, executions, users and tenants' },
}

/** Whether a role in a project includes a permission. The instance owner has the role `admin` in every project. */
export function roleAllows(role: Role, permission: Permission): boolean {
  return granted[role].has(permission)
}

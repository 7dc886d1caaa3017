import type { ContextWrite } from '../../definition'

/** What a user or a tenant has, as flows read it. */
const userKeys = [
  'userId',
  'name',
  'givenName',
  'middleName',
  'familyName',
  'email',
  'verifiedEmail',
  'phone',
  'verifiedPhone',
  'picture',
  'status',
  'test',
  'createdTime',
]

export const userWrites: ContextWrite[] = [
  ...userKeys.map((key) => ({ path: `user.${key}`, open: false })),
  ...['loginIds', 'roleNames', 'userTenants', 'customAttributes'].map((key) => ({ path: `user.${key}`, open: true })),
]

export const tenantWrites: ContextWrite[] = [
  ...['id', 'tenantId', 'name', 'disabled'].map((key) => ({ path: `tenant.${key}`, open: false })),
  ...['selfProvisioningDomains', 'customAttributes'].map((key) => ({ path: `tenant.${key}`, open: true })),
]

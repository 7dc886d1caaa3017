/** Before the name of a custom attribute. */
export const ATTRIBUTE_PREFIX = 'customAttributes.'

/** What an action may change of a user besides custom attributes, and how a value is read. */
export const userPropertyTypes = {
  name: 'text',
  givenName: 'text',
  middleName: 'text',
  familyName: 'text',
  email: 'text',
  verifiedEmail: 'boolean',
  phone: 'text',
  verifiedPhone: 'boolean',
  picture: 'text',
  roleNames: 'list',
  status: 'text',
} as const satisfies Record<string, 'text' | 'boolean' | 'list'>

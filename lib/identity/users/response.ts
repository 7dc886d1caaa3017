import type { JsonObject } from '@/lib/language/json'
import { toJsonObject } from '../stored-json'
import type { UserRow } from './queries'
import type { UserStatus } from './schema'

/** A user as the API tells it; the field names are what SDKs read. */
export interface UserResponse {
  userId: string
  loginIds: string[]
  email: string
  phone: string
  name: string
  givenName: string
  middleName: string
  familyName: string
  picture: string
  verifiedEmail: boolean
  verifiedPhone: boolean
  status: UserStatus
  roleNames: string[]
  userTenants: { tenantId: string; tenantName: string; roleNames: string[]; permissions: string[] }[]
  customAttributes: JsonObject
  /** Seconds since the epoch. */
  createdTime: number
  test: boolean
  TOTP: boolean
  SAML: boolean
  SCIM: boolean
  /** Whether the user has one. */
  password: boolean
  webauthn: boolean
  OAuth: Record<string, boolean>
  ssoAppIds: string[]
}

/** The wire's `user`: of the management API, of sign-in and of `/v1/auth/me`. What is not set is empty text. */
export function toUserResponse(user: UserRow): UserResponse {
  return {
    userId: user.id,
    loginIds: user.loginIds.map(({ loginId }) => loginId),
    email: user.email ?? '',
    phone: user.phone ?? '',
    name: user.name,
    givenName: user.givenName,
    middleName: user.middleName,
    familyName: user.familyName,
    picture: user.picture,
    verifiedEmail: user.verifiedEmail,
    verifiedPhone: user.verifiedPhone,
    status: user.status,
    roleNames: user.roleNames,
    userTenants: user.tenants.map(({ tenantId, roleNames, tenant }) => ({
      tenantId,
      tenantName: tenant.name,
      roleNames,
      permissions: [],
    })),
    customAttributes: toJsonObject(user.customAttributes),
    createdTime: Math.floor(user.createdAt.getTime() / 1000),
    test: user.test,
    TOTP: false,
    SAML: false,
    SCIM: false,
    password: user.password !== null,
    webauthn: false,
    OAuth: {},
    ssoAppIds: [],
  }
}

/** What flows read below `user.`: the wire's user without how they may sign in. */
export function toUserContext(user: UserRow): JsonObject {
  const { TOTP, SAML, SCIM, password, webauthn, OAuth, ssoAppIds, ...context } = toUserResponse(user)
  return { ...context, userTenants: context.userTenants.map((membership) => ({ ...membership })) }
}

/** What the audit log keeps of a user before and after a change. */
export function toUserAudit(user: UserRow): JsonObject {
  const { createdTime, userId, ...facts } = toUserContext(user)
  return facts
}

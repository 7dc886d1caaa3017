import type { ProjectSettings } from '@/lib/console/schema'
import { isJsonObject, type Json, type JsonObject, toText } from '@/lib/language/json'
import { claimNameProblem } from '@/lib/language/jwt-claims'
import { getPath } from '@/lib/language/path'
import { resolveJson } from '@/lib/language/template'

/** Descope's names of the two kinds of token, as the claim `drn` gives them. */
export const SESSION_TOKEN = 'DS'
export const REFRESH_TOKEN = 'DSR'

/** Whom a session JWT speaks of, and what that one may do. */
export interface Authorization {
  roleNames: readonly string[]
  tenants: readonly { tenantId: string; roleNames: readonly string[] }[]
}

export interface ClaimsInput extends Authorization {
  /** User or access key. */
  subject: string
  methods: readonly string[]
  /** The current tenant. */
  tenantId: string | null
  /** What dynamic values in the project's claims and scope read: `user` and `tenant`. */
  context: JsonObject
  settings: Pick<ProjectSettings, 'jwtClaims' | 'scope'>
  /** Of this session or key; they win over the project's. */
  custom: JsonObject
  /** Seconds. */
  issuedAt: number
}

/**
 * The claims of a session JWT but for issuer and end, in Descope's form: `drn`, `tenants`, `dct`, `roles`, `permissions`.
 * What Patchbay sets itself wins over every added claim.
 */
export function toSessionClaims(input: ClaimsInput): JsonObject {
  const { settings, context, tenantId } = input
  const scope = { read: (path: readonly (string | number)[]) => getPath(context, path) }
  const resolve = (value: Json) => resolveJson(value, scope, () => {})
  const scopes = toText(resolve(settings.scope)).split(/\s+/).filter(Boolean)
  return {
    ...addedClaims(resolve(settings.jwtClaims)),
    ...addedClaims(input.custom),
    sub: input.subject,
    iat: input.issuedAt,
    drn: SESSION_TOKEN,
    amr: [...input.methods],
    permissions: [],
    roles: [...input.roleNames],
    tenants: Object.fromEntries(
      input.tenants.map(({ tenantId: id, roleNames }) => [id, { permissions: [], roles: [...roleNames] }]),
    ),
    ...(tenantId === null ? {} : { dct: tenantId }),
    ...(scopes.length > 0 ? { scope: [...new Set(scopes)].join(' ') } : {}),
  }
}

/** Claims as they were stored, less what has become reserved since. */
function addedClaims(claims: Json): JsonObject {
  if (!isJsonObject(claims)) return {}
  return Object.fromEntries(Object.entries(claims).filter(([name]) => claimNameProblem(name) === null))
}

import type { Json, JsonObject } from './json'

export const CLAIM_NAME_MAX = 60
export const CLAIM_TEXT_MAX = 500
export const CLAIMS_MAX = 100

/** Names that Patchbay gives a meaning to, or that a verifier does: RFC 7519 section 4.1, OpenID Connect, Descope's SDKs. */
const RESERVED: ReadonlySet<string> = new Set([
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'sid',
  'azp',
  'amr',
  'acr',
  'auth_time',
  'scope',
  'drn',
  'dsub',
  'dct',
  'gen',
  'nsec',
  'roles',
  'permissions',
  'tenants',
  'keyId',
])

/** What is wrong with the name of a claim that is added to a JWT, or null. */
export function claimNameProblem(name: string): string | null {
  if (name === '') return 'Give the claim a name.'
  if (name.length > CLAIM_NAME_MAX) return `Use at most ${CLAIM_NAME_MAX} characters for the name of a claim.`
  if (RESERVED.has(name)) return `"${name}" is set by Patchbay itself. Choose another name.`
  return null
}

/** What is wrong with claims that are added to a JWT, with the name of the first bad one; null when all is well. */
export function claimsProblem(claims: JsonObject): { name: string | null; message: string } | null {
  const entries = Object.entries(claims)
  if (entries.length > CLAIMS_MAX) return { name: null, message: `Use at most ${CLAIMS_MAX} claims.` }
  for (const [name, value] of entries) {
    const problem = claimNameProblem(name)
    if (problem) return { name, message: problem }
    if (holdsLongText(value)) {
      return { name, message: `"${name}" holds a text of more than ${CLAIM_TEXT_MAX} characters. Shorten it.` }
    }
  }
  return null
}

function holdsLongText(value: Json): boolean {
  if (typeof value === 'string') return value.length > CLAIM_TEXT_MAX
  if (Array.isArray(value)) return value.some(holdsLongText)
  if (typeof value === 'object' && value !== null) return Object.values(value).some(holdsLongText)
  return false
}

import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { consoleUrl } from '@/lib/console/origins'
import type { JsonObject } from '@/lib/language/json'
import { findSigner, findVerifier } from '../signing-keys/keyring'
import { ALGORITHMS } from '../signing-keys/schema'
import { REFRESH_TOKEN, SESSION_TOKEN } from './claims'

/** As verifiers allow: clocks differ. */
const CLOCK_TOLERANCE_SECONDS = 5

const tokenSchema = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1),
  iat: z.number(),
  exp: z.number(),
  drn: z.enum([SESSION_TOKEN, REFRESH_TOKEN]),
  /** The session; absent in the token of an access key. */
  sid: z.string().optional(),
  /** Of a refresh token: how often the session was refreshed before. */
  gen: z.number().int().optional(),
})

/** A JWT of a project whose signature, issuer and times are right. Whether its session still lives is not known yet. */
export type VerifiedToken = z.output<typeof tokenSchema>

/**
 * Signs a JWT (RFC 7519) with the project's present key.
 * @param claims all but `iss` and `exp`
 */
export async function signToken(projectId: string, claims: JsonObject, expiresAt: Date): Promise<string> {
  const { kid, algorithm, key } = await findSigner(projectId, expiresAt)
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
    .setIssuer(issuerOf(projectId))
    .setExpirationTime(toSeconds(expiresAt))
    .sign(key)
}

/** The issuer of a project's JWTs. */
function issuerOf(projectId: string): string {
  return `${consoleUrl()}/${projectId}`
}

/** Null for a token that is not the project's, was altered, has lapsed, or names a key that is not published. */
export async function verifyToken(projectId: string, token: string): Promise<VerifiedToken | null> {
  const payload = await verifySignature(projectId, token)
  const parsed = tokenSchema.safeParse(payload)
  // The host is not compared: PUBLIC_URL may have changed since. The keys are the project's alone.
  if (!parsed.success || !parsed.data.iss.endsWith(`/${projectId}`)) return null
  return parsed.data
}

async function verifySignature(projectId: string, token: string): Promise<JWTPayload | null> {
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid, alg }) => {
        const key = kid ? await findVerifier(projectId, kid, alg) : null
        if (!key) throw new errors.JWKSNoMatchingKey()
        return key
      },
      { algorithms: [...ALGORITHMS], clockTolerance: CLOCK_TOLERANCE_SECONDS, requiredClaims: ['exp', 'iat'] },
    )
    return payload
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}

/** Seconds since 1970, as JWTs and replies tell times. */
export function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1_000)
}

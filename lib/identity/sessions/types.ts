import type { JsonObject } from '@/lib/language/json'
import type { UserResponse } from '../users/response'

/** What a sign-in and every refresh answer; the field names are what SDKs read. Times are seconds since 1970. */
export interface JwtResponse {
  sessionJwt: string
  refreshJwt: string
  /** For who keeps the refresh token in a cookie; empty: its own host. */
  cookieDomain: string
  cookiePath: string
  /** Seconds until the refresh token lapses. */
  cookieMaxAge: number
  cookieExpiration: number
  user: UserResponse
  /** Whether this is the user's first sign-in. */
  firstSeen: boolean
  sessionExpiration: number
  /** Of the session JWT. */
  claims: JsonObject
}

/** A live session as the console shows it. Times are ISO 8601. */
export interface SessionView {
  id: string
  methods: string[]
  tenantId: string | null
  /** Null: without a tenant, or it was deleted. */
  tenantName: string | null
  ipAddress: string
  userAgent: string
  createdAt: string
  refreshedAt: string
  expiresAt: string
}

import { z } from '@hono/zod-openapi'
import type { Upload } from '@/lib/outbound/tokens/upload'
import { absent, idSchema } from '../schemas'

/** A token as SDKs read it. Times are texts: the structures of one SDK bind them so. */
export const wireTokenSchema = z
  .object({
    id: z.string(),
    appId: z.string(),
    userId: z.string(),
    tenantId: z.string(),
    tokenSub: z.string(),
    accessToken: z.string().openapi({ description: 'The access token, or the API key' }),
    accessTokenType: z.string(),
    accessTokenExpiry: z.string().openapi({ description: 'Seconds since 1970 as text; empty: it does not lapse' }),
    hasRefreshToken: z.boolean(),
    refreshToken: z.string().optional().openapi({ description: 'Only for a management key that asks for it' }),
    lastRefreshTime: z.string().openapi({ description: 'Seconds since 1970 as text; empty: never' }),
    lastRefreshError: z.string(),
    scopes: z.array(z.string()),
    grantedBy: z.string(),
    externalIdentifier: z.string(),
    token: z.string().openapi({ description: 'The same as accessToken' }),
    tokenType: z.string(),
    expiresIn: z.number().int().optional().openapi({ description: 'Seconds from now' }),
  })
  .openapi('OutboundToken')

const id = (what: string) => idSchema(`Give the ${what} as text.`, 300)
const text = absent(z.string().max(300))
const token = absent(z.string())
const scopes = absent(z.array(z.string().max(1_000), 'Give the scopes as a list of texts.').max(1_000))

export const userPlace = { appId: id('application’s id as appId'), userId: id('user’s id or login id as userId') }
export const tenantPlace = { appId: id('application’s id as appId'), tenantId: id('tenant’s id as tenantId') }

const options = {
  options: absent(z.looseObject({ withRefreshToken: absent(z.boolean()), forceRefresh: absent(z.boolean()) })),
  externalIdentifier: text,
}
export const userFetch = z.looseObject({ ...userPlace, tenantId: text, ...options, scopes })
export const tenantFetch = z.looseObject({ ...tenantPlace, ...options, scopes })

export const userKey = z.looseObject({
  ...userPlace,
  tenantId: text,
  apiKey: z.string('Give the key as apiKey.').min(1),
})
export const tenantKey = z.looseObject({ ...tenantPlace, apiKey: z.string('Give the key as apiKey.').min(1) })

const tokenFields = {
  refreshToken: token,
  accessToken: token,
  accessTokenExpiry: absent(
    z.union([z.number(), z.string()], 'Give accessTokenExpiry as seconds since 1970.').transform(readTime),
  ),
  accessTokenType: text,
  scopes,
  externalIdentifier: text,
  idToken: token,
  grantedBy: text,
}
const verifyRefresh = { verifyRefresh: absent(z.boolean()) }
export const userUpload = z.looseObject({ ...userPlace, tenantId: text, ...tokenFields, ...verifyRefresh })
export const tenantUpload = z.looseObject({ ...tenantPlace, ...tokenFields, ...verifyRefresh })

export const failuresReply = z.object({
  failures: z.array(
    z.object({
      appId: z.string(),
      userId: z.string().optional(),
      tenantId: z.string().optional(),
      errorCode: z.string(),
      reason: z.string(),
    }),
  ),
})

type Given<T> = T | null | undefined

interface GivenUpload {
  appId: string
  userId?: Given<string>
  tenantId?: Given<string>
  accessToken?: Given<string>
  refreshToken?: Given<string>
  idToken?: Given<string>
  accessTokenType?: Given<string>
  accessTokenExpiry?: Given<number>
  scopes?: Given<string[]>
  externalIdentifier?: Given<string>
  grantedBy?: Given<string>
}

export function toUpload(given: GivenUpload, grantedBy: string): Upload {
  return {
    appId: given.appId,
    userId: given.userId ?? null,
    tenantId: given.tenantId || null,
    accessToken: given.accessToken || null,
    refreshToken: given.refreshToken || null,
    idToken: given.idToken || null,
    tokenType: given.accessTokenType || null,
    expiresAt: given.accessTokenExpiry ?? null,
    scopes: given.scopes ?? [],
    externalIdentifier: given.externalIdentifier ?? '',
    grantedBy: given.grantedBy || grantedBy,
  }
}

/** Seconds since 1970, of a number or text of seconds, or of RFC 3339. 0 and empty, as other SDKs send what is not given: null. */
function readTime(value: number | string, context: z.RefinementCtx): number | null {
  if (value === '' || Number(value) === 0) return null
  const seconds = Number.isNaN(Number(value)) ? Date.parse(String(value)) / 1_000 : Number(value)
  // Until the year 9999, which every clock here can tell.
  if (seconds > 0 && seconds < 253_402_300_800) return seconds
  context.addIssue({ code: 'custom', message: 'Give accessTokenExpiry as seconds since 1970.' })
  return z.NEVER
}

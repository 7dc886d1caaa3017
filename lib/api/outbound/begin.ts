import { z } from '@hono/zod-openapi'
import { SessionError } from '@/lib/identity/sessions/errors'
import { toTokenTenants } from '@/lib/identity/sessions/queries'
import { proveBearer } from '@/lib/identity/sessions/service/bearer'
import { findUser, type UserRow } from '@/lib/identity/users/queries'
import { outboundAppId, prompts } from '@/lib/outbound/apps/schema'
import { beginConnect } from '@/lib/outbound/connect/service'
import { MOST_SCOPES } from '@/lib/outbound/limits'
import type { Owner } from '@/lib/outbound/owner'
import { ApiError } from '../errors'
import { absent, idSchema } from '../schemas'

const text = (longest: number) => z.string().max(longest, `Use at most ${longest} characters.`)
const scopes = z
  .array(z.string().regex(/^[!#-[\]-~]{1,500}$/, 'A scope is made of plain letters, digits and signs, without blanks.'))
  .max(MOST_SCOPES, `Ask for at most ${MOST_SCOPES} scopes.`)
const options = {
  redirectUrl: absent(text(2_000)),
  scopes: absent(scopes),
  externalIdentifier: absent(idSchema('Give the external identifier as text of 1 to 255 characters.', 255)),
  prompt: absent(z.union([z.array(z.enum(prompts)), z.enum(prompts).transform((one) => [one])])),
}

/** As SDKs send it; some of them put the options at the top. */
export const connectSchema = z
  .looseObject({
    appId: outboundAppId,
    tenantId: absent(z.union([z.literal(''), idSchema('Give the tenant\u2019s id.')])),
    tenantLevel: absent(z.boolean()),
    options: absent(z.looseObject(options)),
    ...options,
  })
  .openapi('OutboundConnect')

/**
 * Begins a connect in the name of a user, whose session or refresh JWT it is.
 * @throws SessionError; ApiError noUser, noTenant; OutboundError
 */
export async function beginForUser(
  projectId: string,
  token: string,
  given: z.output<typeof connectSchema>,
): Promise<{ url: string }> {
  const bearer = await proveBearer(projectId, token)
  const user = bearer.userId === null ? null : await findUser(projectId, bearer.userId)
  // An access key that stands for nobody has no browser to consent in.
  if (!user) throw new ApiError('noUser', 'This token stands for no user. Send the session or refresh JWT of one.')
  const owner = ownerOf(user, given.tenantId || null, given.tenantLevel ?? false, bearer.tenantId)
  const chosen = given.options ?? {}
  const { url } = await beginConnect(projectId, {
    appId: given.appId,
    owner,
    scopes: chosen.scopes ?? given.scopes ?? undefined,
    redirectUrl: chosen.redirectUrl || given.redirectUrl || undefined,
    // Whoever asks is not yet whoever consents: nobody may take the provider's screens away from them.
    prompt: (chosen.prompt ?? given.prompt ?? []).filter((prompt) => prompt !== 'none'),
    externalIdentifier: chosen.externalIdentifier ?? given.externalIdentifier ?? undefined,
    grantedBy: user.id,
    actor: { type: 'user', id: user.id, name: user.name || user.email || user.id },
  })
  return { url }
}

function ownerOf(user: UserRow, tenantId: string | null, tenantLevel: boolean, current: string | null): Owner {
  if (tenantId === null && !tenantLevel) return { level: 'user', userId: user.id }
  const tenant = tenantId ?? current
  if (tenant === null) throw new ApiError('noTenant', 'tenantId: say which tenant, or let the user select one first.')
  if (!toTokenTenants(user).some((each) => each.tenantId === tenant)) throw new SessionError('notMember')
  return tenantLevel
    ? { level: 'tenant', tenantId: tenant }
    : { level: 'userTenant', userId: user.id, tenantId: tenant }
}

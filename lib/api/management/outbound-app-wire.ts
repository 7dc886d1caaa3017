import { z } from '@hono/zod-openapi'
import { type OAuthConfig, type OutboundAppType, outboundAppTypes } from '@/lib/outbound/apps/schema'
import type { OutboundAppView } from '@/lib/outbound/apps/types'
import { absent } from '../schemas'

const parameter = z.object({ key: z.string(), value: z.string() })
// Python's SDK calls the key of a parameter its name.
const givenParameter = z.looseObject({
  key: absent(z.string()),
  name: absent(z.string()),
  value: absent(z.string()),
})
const text = absent(z.string())
const texts = absent(z.array(z.string()))

/** An application as SDKs give it. What is wrong with a value is found by the service, which knows the settings. */
export const givenAppSchema = z
  .looseObject({
    id: text,
    name: z.string('Give the application’s name.'),
    description: text,
    logo: text,
    appType: text.openapi({ description: 'oauth or apiKey; oauth when it is not given' }),
    clientId: text,
    clientSecret: text,
    discoveryUrl: text,
    authorizationUrl: text,
    authorizationUrlParams: absent(z.array(givenParameter)),
    tokenUrl: text,
    tokenUrlParams: absent(z.array(givenParameter)),
    refreshUrl: text.openapi({ description: 'Where to refresh, where it is not the token URL' }),
    revocationUrl: text,
    defaultScopes: texts,
    scopeSeparator: text.openapi({ description: 'space or comma' }),
    defaultRedirectUrl: text,
    callbackDomain: text,
    pkce: absent(z.boolean()),
    accessType: text.openapi({ description: 'offline or online' }),
    prompt: texts,
    useDcr: absent(z.boolean()),
    dcrUrl: text,
    tokenEndpointAuthentication: text.openapi({ description: 'automatic, basic, body or none' }),
  })
  .openapi('OutboundAppInput')
type GivenApp = z.output<typeof givenAppSchema>

export const wireAppSchema = z
  .object({
    id: z.string(),
    appType: z.enum(outboundAppTypes),
    templateId: z.string(),
    name: z.string(),
    description: z.string(),
    logo: z.string(),
    clientId: z.string(),
    discoveryUrl: z.string(),
    authorizationUrl: z.string(),
    authorizationUrlParams: z.array(parameter),
    tokenUrl: z.string(),
    tokenUrlParams: z.array(parameter),
    refreshUrl: z.string(),
    revocationUrl: z.string(),
    defaultScopes: z.array(z.string()),
    scopeSeparator: z.string(),
    defaultRedirectUrl: z.string(),
    callbackDomain: z.string(),
    pkce: z.boolean(),
    accessType: z.string(),
    prompt: z.array(z.string()),
    useDcr: z.boolean(),
    dcrUrl: z.string(),
    tokenEndpointAuthentication: z.string(),
  })
  .openapi('OutboundApp')

/** What an application without OAuth has in the place of its settings: SDKs read every member. */
const noSettings = {
  clientId: '',
  discoveryUrl: '',
  authorizationUrl: '',
  authorizationUrlParams: [],
  tokenUrl: '',
  tokenUrlParams: [],
  refreshUrl: '',
  revocationUrl: '',
  defaultScopes: [],
  scopeSeparator: 'space',
  defaultRedirectUrl: '',
  callbackDomain: '',
  pkce: false,
  accessType: 'offline',
  prompt: [],
  useDcr: false,
  dcrUrl: '',
  tokenEndpointAuthentication: 'automatic',
} satisfies OAuthConfig

/** An application as SDKs read it. */
export function toWireApp(app: OutboundAppView): z.input<typeof wireAppSchema> {
  const { id, type, name, description, logo, templateId } = app
  return { id, appType: type, templateId: templateId ?? '', name, description, logo, ...(app.config ?? noSettings) }
}

const settings = Object.keys(noSettings)
/** SDKs do not know these, so that one which replaces an application does not mean to empty them. */
const ownSettings = ['refreshUrl', 'scopeSeparator', 'tokenEndpointAuthentication'] as const

/**
 * What was given in the form that the services parse, without what is absent: null, and empty text.
 * @param type of the stored application or of the template; undefined: the given one
 * @param stored the settings that are replaced
 */
export function toAppInput(
  given: Partial<GivenApp>,
  type: OutboundAppType | undefined,
  stored: OAuthConfig | null = null,
): Record<string, unknown> {
  const appType = type ?? toType(given.appType)
  const names = ['id', 'name', 'description', 'logo', ...(appType === 'oauth' ? [...settings, 'clientSecret'] : [])]
  const members = names.flatMap((name): [string, unknown][] => {
    const value = given[name]
    if (value === undefined || value === null || value === '') return []
    return [[name, name.endsWith('UrlParams') ? toParameters(value) : value]]
  })
  const kept = stored ? ownSettings.map((name): [string, unknown] => [name, stored[name]]) : []
  return { type: appType, ...Object.fromEntries([...kept, ...members]) }
}

function toType(given: string | null | undefined): string {
  const known = outboundAppTypes.find((type) => type.toLowerCase() === given?.toLowerCase())
  return known ?? (given || 'oauth')
}

function toParameters(value: unknown): { key: string; value: string }[] {
  return z
    .array(givenParameter)
    .parse(value)
    .map((row) => ({ key: row.key || row.name || '', value: row.value ?? '' }))
}

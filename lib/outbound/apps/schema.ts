import { z } from 'zod'
import { logoSchema } from '@/lib/logo'
import { MOST_SCOPES, scopesProblem } from '../limits'
import { outboundUrl } from './url'

export const outboundAppTypes = ['oauth', 'apiKey'] as const
export type OutboundAppType = (typeof outboundAppTypes)[number]

export const accessTypes = ['offline', 'online'] as const
export const prompts = ['none', 'login', 'consent', 'select_account'] as const
export const endpointAuthentications = ['automatic', 'basic', 'body', 'none'] as const
export const scopeSeparators = ['space', 'comma'] as const

const controls = /\p{Cc}/u
const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `Use at most ${most.toLocaleString('en')} characters.`)
    .refine((text) => !controls.test(text), 'Remove line breaks and control characters.')

/** Fixed once made. It stands unescaped in paths that SDKs build. */
export const outboundAppId = z
  .string()
  .trim()
  .min(1, 'Give the connection an id.')
  .max(60, 'Use at most 60 characters.')
  .regex(/^[A-Za-z0-9-]*$/, 'Use letters, digits and dashes only.')

/** RFC 6749 section 3.3. A text of several, separated by blanks, is taken apart. */
const scopes = z
  .array(z.string().max(20_000, 'Use at most 20,000 characters.'))
  .max(MOST_SCOPES, `Use at most ${MOST_SCOPES} scopes.`)
  .transform((texts) => [...new Set(texts.flatMap((text) => text.split(/\s+/)).filter((scope) => scope !== ''))])
  .superRefine((list, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message })
    const problem = scopesProblem(list)
    if (problem) refuse(problem)
    const odd = list.find((scope) => !/^[!#-[\]-~]{1,500}$/.test(scope))
    if (odd) refuse(`A scope is made of plain letters, digits and signs, without quotes: ${odd.slice(0, 40)}`)
  })

/** Further parameters of a request; `own` are those that Patchbay sets. */
const parameters = (own: readonly string[]) =>
  z
    .array(
      z.strictObject({
        key: oneLine(200)
          .min(1, 'Enter the name of the parameter, or remove the row.')
          .refine((key) => !own.includes(key), 'Patchbay sets this parameter itself. Remove the row.'),
        value: z.string().max(2_000, 'Use at most 2,000 characters.'),
      }),
    )
    .max(50, 'Use at most 50 parameters.')
    .superRefine((rows, context) => {
      rows.forEach(({ key }, at) => {
        if (rows.findIndex((row) => row.key === key) < at)
          context.addIssue({ code: 'custom', path: [at, 'key'], message: 'This parameter is already set above.' })
      })
    })
    .default([])

/** Everything of an OAuth app that is not secret, as it is stored. Empty text: not set. */
export const oauthConfigSchema = z.strictObject({
  clientId: oneLine(500).default(''),
  /** The provider's metadata (OpenID Connect Discovery 1.0 or RFC 8414). */
  discoveryUrl: outboundUrl().default(''),
  authorizationUrl: outboundUrl().default(''),
  /** They win over what Patchbay would send of the same name, but for those that hold the grant together. */
  authorizationUrlParams: parameters([
    'response_type',
    'client_id',
    'redirect_uri',
    'state',
    'scope',
    'code_challenge',
    'code_challenge_method',
  ]),
  tokenUrl: outboundUrl().default(''),
  /** Sent at the exchange of a code and at a refresh. */
  tokenUrlParams: parameters([
    'grant_type',
    'code',
    'redirect_uri',
    'client_id',
    'client_secret',
    'code_verifier',
    'refresh_token',
  ]),
  /** Where to refresh, at the few providers where it is not the token URL. */
  refreshUrl: outboundUrl().default(''),
  /** RFC 7009. Empty: nothing is revoked at the provider. */
  revocationUrl: outboundUrl().default(''),
  defaultScopes: scopes.default([]),
  /** Between scopes in a request: a blank (RFC 6749), or the comma that some providers want. */
  scopeSeparator: z.enum(scopeSeparators).default('space'),
  /** Where the browser goes when a connect ends and its request named nothing else. */
  defaultRedirectUrl: outboundUrl({ fragment: true }).default(''),
  /** A host that leads to this Patchbay, for the callback URL. Empty: its public address. */
  callbackDomain: z
    .string()
    .trim()
    .toLowerCase()
    .max(260, 'Use at most 260 characters.')
    .regex(
      /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?)?$/,
      'Enter a host alone, for example connect.example.com.',
    )
    .default(''),
  /** RFC 7636, by S256. */
  pkce: z.boolean().default(true),
  /** Offline asks for a refresh token by `access_type=offline`, as Google wants it; online sends nothing. */
  accessType: z.enum(accessTypes).default('offline'),
  prompt: z
    .array(z.enum(prompts))
    .max(prompts.length)
    .refine((list) => !list.includes('none') || list.length === 1, 'None goes with no other prompt.')
    .default([]),
  /** The client is registered by Patchbay (RFC 7591) at `dcrUrl`. */
  useDcr: z.boolean().default(false),
  dcrUrl: outboundUrl().default(''),
  /** Automatic: what discovery tells, else Basic, and after `invalid_client` once more by the body. */
  tokenEndpointAuthentication: z.enum(endpointAuthentications).default('automatic'),
})
/** Client-safe: it holds no secret. */
export type OAuthConfig = z.output<typeof oauthConfigSchema>

const head = {
  /** Absent: it gets a new one. */
  id: outboundAppId.optional(),
  name: oneLine(100).min(1, 'Give the connection a name.'),
  description: z.string().trim().max(1_000, 'Use at most 1,000 characters.').default(''),
  logo: logoSchema.default(''),
  templateId: oneLine(60).nullable().default(null),
}

const clientSecret = z
  .string()
  .min(1, 'Enter the client secret.')
  .max(16_000, 'Use at most 16,000 characters.')
  .refine((text) => !controls.test(text), 'Remove line breaks from the client secret.')

/** An app as forms, actions and the API give it. A secret that is left out stays; null removes it. */
export const outboundAppSchema = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      type: z.literal('oauth'),
      ...head,
      ...oauthConfigSchema.shape,
      clientSecret: clientSecret.nullish(),
    }),
    z.strictObject({ type: z.literal('apiKey'), ...head }),
  ],
  `The type must be one of: ${outboundAppTypes.join(', ')}.`,
)
export type OutboundAppInput = z.output<typeof outboundAppSchema>
/** The same before defaults: what a form sends. */
export type OutboundAppDraft = z.input<typeof outboundAppSchema>

/** What a provider taught, by its metadata or its answers. Stored apart from the settings: no save waits for it. */
export const learnedSchema = z.looseObject({
  /** How its token endpoint takes the client's credentials. */
  tokenEndpointAuthentication: z.enum(['basic', 'body', 'none']).optional(),
  /** Its issuer, to be compared with `iss` of an answer (RFC 9207). */
  issuer: z.string().max(2_000).optional(),
  /** It says that it always sends `iss`. */
  sendsIssuer: z.boolean().optional(),
  /** Where the client that was registered is managed (RFC 7592). */
  registrationUrl: z.string().max(2_000).optional(),
})
export type Learned = z.output<typeof learnedSchema>

/** The settings that an OAuth app still lacks before anyone can connect, by field. Metadata may say the addresses. */
export function missingSettings(config: OAuthConfig): Partial<Record<keyof OAuthConfig, string>> {
  const discovered = config.discoveryUrl !== ''
  return {
    ...(config.authorizationUrl === '' && !discovered ? { authorizationUrl: 'Enter the authorization URL.' } : {}),
    ...(config.tokenUrl === '' && !discovered ? { tokenUrl: 'Enter the token URL.' } : {}),
    ...(config.clientId === '' && !config.useDcr ? { clientId: 'Enter the client ID.' } : {}),
    ...(config.useDcr && config.dcrUrl === '' ? { dcrUrl: 'Enter the registration URL.' } : {}),
  }
}

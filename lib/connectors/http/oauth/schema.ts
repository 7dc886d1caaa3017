import { z } from 'zod'
import { headerName, noControls, secretText } from '../fields'

export const oauthPlacements = ['header', 'body'] as const
export type OauthPlacement = (typeof oauthPlacements)[number]

// The library that sends the request sets them, and the answer has to be the JSON of RFC 6749.
const OWN_HEADERS = /^(accept|content-type)$/i

const tokenRequestHeaders = z
  .array(
    z.strictObject({
      key: headerName('Enter the name of the header, or remove the row.').refine(
        (name) => !OWN_HEADERS.test(name),
        'Patchbay sets this header of the token request itself. Remove it.',
      ),
      value: z
        .string()
        .trim()
        .max(8_000, 'Use at most 8,000 characters.')
        .superRefine(noControls('Remove line breaks and control characters.'))
        .superRefine(refuseTemplate('A header of the token request')),
    }),
  )
  .max(20, 'Use at most 20 headers.')
  .superRefine((rows, context) => {
    const seen = new Set<string>()
    rows.forEach(({ key }, at) => {
      const name = key.toLowerCase()
      if (seen.has(name))
        context.addIssue({ code: 'custom', path: [at, 'key'], message: 'This header is already set above.' })
      seen.add(name)
    })
  })

/** The settings of OAuth 2.0 client credentials that are no secret, under the names of the file form. */
export const oauthSettings = {
  clientId: z
    .string()
    .trim()
    .min(1, 'Enter the client ID.')
    .max(500, 'Use at most 500 characters.')
    .superRefine(noControls('Remove line breaks from the client ID.')),
  authUrl: z
    .string()
    .trim()
    .max(2_000, 'Use at most 2,000 characters.')
    .superRefine((text, context) => {
      const error = tokenUrlError(text)
      if (error) context.addIssue({ code: 'custom', message: error })
    }),
  /** Where the client's credentials are sent (RFC 6749 section 2.3.1). */
  authStyle: z.enum(oauthPlacements, 'Use header or body.').default('header'),
  /** Separated by spaces; empty: what the token endpoint gives by default. */
  scopes: z
    .string()
    .max(2_000, 'Use at most 2,000 characters.')
    .transform((text) => text.trim().split(/\s+/).join(' '))
    .refine((text) => !text.includes(','), 'Separate scopes by spaces, without commas.')
    // RFC 6749 section 3.3.
    .refine(
      (text) => /^[ !#-[\]-~]*$/.test(text),
      'Scopes are made of plain letters, digits and signs, without quotes.',
    )
    .default(''),
  tokenRequestHeaders: tokenRequestHeaders.default([]),
}

/** Write-only; passwords of clients may hold any printable text, blanks too. */
export const clientSecret = secretText
  .min(1, 'Enter the client secret.')
  .superRefine(noControls('Remove line breaks from the client secret.'))

export interface OauthSettings {
  clientId: string
  authUrl: string
  authStyle: OauthPlacement
  scopes: string
  tokenRequestHeaders: { key: string; value: string }[]
}

/** Credentials in the header are the Authorization header, which a row would overwrite. */
export function refuseAuthorizationRow<T extends Pick<OauthSettings, 'authStyle' | 'tokenRequestHeaders'>>(
  settings: T,
  context: z.RefinementCtx<T>,
): void {
  if (settings.authStyle !== 'header') return
  const at = settings.tokenRequestHeaders.findIndex(({ key }) => key.toLowerCase() === 'authorization')
  if (at < 0) return
  const message = 'The client ID and secret are sent in this header. Remove the row, or place them in the body.'
  context.addIssue({ code: 'custom', path: ['tokenRequestHeaders', at, 'key'], message })
}

/** What is wrong with a token URL, or null. Unlike a base URL it may hold a query (RFC 6749 section 3.2). */
export function tokenUrlError(text: string): string | null {
  if (text === '') return 'Enter the token URL, for example https://auth.example.com/oauth2/token.'
  if (text.includes('{{')) return 'The token URL takes no dynamic values: one token serves all executions.'
  if (/[\s\\]/.test(text)) return 'Remove spaces, line breaks and backslashes.'
  if (!/^https?:\/\/[^/?#]/i.test(text))
    return 'Begin with http:// or https:// and a host, for example https://auth.example.com/oauth2/token.'
  if (!URL.canParse(text)) return 'This is not a valid URL. Check the host and the port.'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return 'Remove the user name and password; they go into the fields below.'
  if (text.includes('#')) return 'Remove the # part: it is never sent.'
  return null
}

function refuseTemplate(what: string) {
  return (text: string, context: z.RefinementCtx) => {
    if (!text.includes('{{')) return
    context.addIssue({ code: 'custom', message: `${what} takes no dynamic values: one token serves all executions.` })
  }
}

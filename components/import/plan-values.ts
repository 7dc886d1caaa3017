import { z } from 'zod'
import { httpInputSchema } from '@/lib/connectors/http/schema'
import type { ImportedConnector } from '@/lib/connectors/import/types'

export const NEW_CONNECTOR = 'new'

/** The form of an import: an existing connector, or what a new one still needs. */
export interface PlanValues {
  /** An id, or `new`. */
  connector: string
  name: string
  baseUrl: string
  username: string
  /** The one secret of the authentication, whatever its method. */
  secret: string
}

export function toPlanValues({ name, baseUrl, authentication }: ImportedConnector, connector: string): PlanValues {
  const username = authentication.method === 'basic' ? authentication.basic.username : ''
  return { connector, name, baseUrl, username, secret: secretOf(authentication) ?? '' }
}

/** What the connector's own rules say about the form, at its fields. */
export function planValuesSchema(imported: ImportedConnector) {
  return z.custom<PlanValues>().superRefine((values, context) => {
    if (values.connector !== NEW_CONNECTOR) return
    const { method } = imported.authentication
    if (values.secret === '' && (method === 'bearerToken' || method === 'apiKey'))
      context.addIssue({ code: 'custom', path: ['secret'], message: 'Enter it: the connector cannot sign in without.' })
    const parsed = httpInputSchema.safeParse(toConnectorInput(imported, values))
    for (const issue of parsed.error?.issues ?? []) {
      const field = toPlanField(issue.path.join('.'))
      const message = field === 'root' ? `${issue.path.join('.')}: ${issue.message}` : issue.message
      context.addIssue({ code: 'custom', path: [field], message })
    }
  })
}

export function toConnectorInput(imported: ImportedConnector, values: PlanValues): z.input<typeof httpInputSchema> {
  const { name, baseUrl } = values
  return {
    type: 'http',
    name,
    baseUrl,
    headers: imported.headers,
    insecure: imported.insecure,
    authentication: toAuthentication(imported.authentication, values),
  }
}

/** Where a message about a setting is shown in this form. */
export function toPlanField(path: string): keyof PlanValues | 'root' {
  if (path === 'name' || path === 'baseUrl') return path
  if (path === 'authentication.basic.username') return 'username'
  if (/^authentication\.(bearerToken|apiKey\.token|basic\.password)$/.test(path)) return 'secret'
  return 'root'
}

function toAuthentication(
  authentication: ImportedConnector['authentication'],
  { username, secret }: PlanValues,
): z.input<typeof httpInputSchema>['authentication'] {
  switch (authentication.method) {
    case 'none':
      return { method: 'none' }
    case 'bearerToken':
      return { method: 'bearerToken', bearerToken: secret }
    case 'apiKey':
      return { method: 'apiKey', apiKey: { key: authentication.apiKey.key, token: secret } }
    case 'basic':
      return { method: 'basic', basic: { username, password: secret } }
  }
}

function secretOf(authentication: ImportedConnector['authentication']): string | null {
  switch (authentication.method) {
    case 'none':
      return null
    case 'bearerToken':
      return authentication.bearerToken
    case 'apiKey':
      return authentication.apiKey.token
    case 'basic':
      return authentication.basic.password
  }
}

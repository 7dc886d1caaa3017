import { z } from 'zod'
import { httpInputSchema } from '@/lib/connectors/http/schema'
import { signInField, toSignIn } from '@/lib/connectors/import/sign-in'
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
  const signIn = toSignIn(authentication)
  return { connector, name, baseUrl, username: signIn?.username?.value ?? '', secret: signIn?.secret.value ?? '' }
}

/** What the connector's own rules say about the form, at its fields. */
export function planValuesSchema(imported: ImportedConnector) {
  return z.custom<PlanValues>().superRefine((values, context) => {
    if (values.connector !== NEW_CONNECTOR) return
    // A password may be empty; every other secret that is left out is one that is missing.
    const { method } = imported.authentication
    if (values.secret === '' && method !== 'none' && method !== 'basic')
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
    retry: imported.retry,
    ...toSignIn(imported.authentication)?.toInput(values.username, values.secret),
  }
}

/** Where a message about a setting is shown in this form. */
export function toPlanField(path: string): keyof PlanValues | 'root' {
  if (path === 'name' || path === 'baseUrl') return path
  return signInField(path) ?? 'root'
}

import { z } from 'zod'
import { type OptionalSecret, toSecretChange } from '@/components/form/optional-secret'
import {
  missingSettings,
  type OAuthConfig,
  type OutboundAppDraft,
  type OutboundAppType,
  oauthConfigSchema,
  outboundAppSchema,
} from '@/lib/outbound/apps/schema'
import type { AppTemplate } from '@/lib/outbound/apps/templates/template'
import type { OutboundAppView } from '@/lib/outbound/apps/types'

/** The form of a connection. One of API keys has the settings of OAuth too, which are not shown and not sent. */
export interface AppValues extends OAuthConfig {
  type: OutboundAppType
  id: string
  name: string
  description: string
  logo: string
  templateId: string | null
  clientSecret: OptionalSecret
}

/** What an edit shows of a stored connection. */
export function toValues(app: OutboundAppView): AppValues {
  const { id, type, name, description, logo, templateId } = app
  return {
    ...(app.config ?? oauthConfigSchema.parse({})),
    id,
    type,
    name,
    description,
    logo,
    templateId,
    clientSecret: null,
  }
}

/** What a new one begins with. */
export function toNewValues(type: OutboundAppType, template: AppTemplate | null): AppValues {
  return {
    ...oauthConfigSchema.parse({}),
    // Not parsed: its addresses may hold what each customer has to fill in.
    ...template?.config,
    type: template?.type ?? type,
    id: template?.id ?? '',
    name: template?.name ?? '',
    description: '',
    logo: '',
    templateId: template?.id ?? null,
    clientSecret: null,
  }
}

/** What is sent: a stored secret is left out, and scopes may have been separated by commas as well. */
export function toInput(values: AppValues): OutboundAppDraft {
  const { type, id, name, description, logo, templateId, clientSecret, ...config } = values
  const head = { id, name, description, logo, templateId }
  if (type === 'apiKey') return { type, ...head }
  const defaultScopes = config.defaultScopes.flatMap((line) => line.split(/[\s,]+/)).filter((scope) => scope !== '')
  return { type, ...head, ...config, defaultScopes, clientSecret: toSecretChange(clientSecret) }
}

/** Checks what was typed as the server does; its messages land at the fields. */
export const appFormSchema: z.ZodType<AppValues, AppValues> = z.custom<AppValues>().superRefine((values, context) => {
  const { error } = outboundAppSchema.safeParse(toInput(values))
  for (const { path, message } of error?.issues ?? []) context.addIssue({ code: 'custom', path, message })
  if (values.type === 'apiKey') return
  for (const [field, message] of Object.entries(missingSettings(values)))
    context.addIssue({ code: 'custom', path: [field], message })
})

/** An id as the name suggests it. */
export function toId(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
}

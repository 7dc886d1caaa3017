import { z } from 'zod'
import type { ConnectOwner } from '../../../language/outcome'
import type { ActionType } from './type'

/** The id of the outbound app. Empty: the one of the pressed button, or of the start of the flow. */
const app = z.string().max(100)

export const connectSettings = z.strictObject({
  app,
  /** Asked for instead of the app's own. Empty: the app's own. */
  scopes: z.array(z.string().max(500)).max(500),
})
export type ConnectSettings = z.infer<typeof connectSettings>

/** RFC 6749 section 3.3. */
const scope = z
  .string()
  .regex(/^[!#-[\]-~]{1,500}$/, 'A scope is made of plain letters, digits and signs, without quotes and blanks.')

export const connectApiKeySettings = z.strictObject({ app })
export type ConnectApiKeySettings = z.infer<typeof connectApiKeySettings>

export const outboundAppConnectAction = connectAction('user', {
  label: 'Outbound App / Connect',
  description: 'Lets the user connect an account of theirs at a provider, in a window of its own.',
})

export const outboundAppTenantConnectAction = connectAction('tenant', {
  label: 'Outbound App / Tenant Connect',
  description: 'Lets the user connect an account at a provider for the whole tenant.',
})

export const outboundAppConnectApiKeyAction = apiKeyAction('user', {
  label: 'Outbound App / Connect API Key',
  description: 'Asks the user for an API key of theirs on a screen of its own, and keeps it sealed.',
})

export const outboundAppConnectTenantApiKeyAction = apiKeyAction('tenant', {
  label: 'Outbound App / Connect Tenant API Key',
  description: 'Asks the user for an API key of the tenant on a screen of its own, and keeps it sealed.',
})

type Words = Pick<ActionType<unknown>, 'label' | 'description'>

function connectAction(owner: ConnectOwner, words: Words): ActionType<ConnectSettings> {
  return {
    ...words,
    ...common(owner),
    create: () => ({ app: '', scopes: [] }),
    publishableSchema: z.strictObject({ app, scopes: z.array(scope).max(500) }),
    settingLabels: { app: 'Connection', scopes: 'Scopes' },
    compile:
      ({ app, scopes }) =>
      () => ({
        type: 'perform',
        inputs: { app, ...(scopes.length === 0 ? {} : { scopes }) },
        effect: { type: 'connect', owner, app, scopes },
      }),
  }
}

function apiKeyAction(owner: ConnectOwner, words: Words): ActionType<ConnectApiKeySettings> {
  return {
    ...words,
    ...common(owner),
    create: () => ({ app: '' }),
    publishableSchema: z.strictObject({ app }),
    settingLabels: { app: 'Connection' },
    compile:
      ({ app }) =>
      () => ({ type: 'perform', inputs: { app }, effect: { type: 'askApiKey', owner, app } }),
  }
}

function common(owner: ConnectOwner) {
  return {
    group: 'Connections',
    event: 'outboundAppConnect',
    waits: true,
    templates: () => [],
    needsUser: () => true,
    needsTenant: owner === 'tenant',
    writes: ({ app }: { app: string }) =>
      app === ''
        ? [{ path: 'outboundApps', open: true }]
        : ['granted', 'scopes'].map((key) => ({ path: `outboundApps.${app}.${key}`, open: false })),
    summary: ({ app }: { app: string }) => (app === '' ? 'The pressed button\u2019s app' : `App ${app}`),
  } as const
}

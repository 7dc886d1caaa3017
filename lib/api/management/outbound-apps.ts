import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { findAuditedApp, listAllApps, requireApp } from '@/lib/outbound/apps/queries'
import { createApp, deleteApp, updateApp } from '@/lib/outbound/apps/service'
import { findTemplate } from '@/lib/outbound/apps/templates/templates'
import { toDraft } from '@/lib/outbound/apps/templates/to-draft'
import { ApiError } from '../errors'
import { absent, idSchema } from '../schemas'
import { givenAppSchema, toAppInput, toWireApp, wireAppSchema } from './outbound-app-wire'
import { addOpenRoute, addRoute } from './route'

const appReply = z.object({ app: wireAppSchema })
// The signs that a path may not hold unescaped, which is how SDKs put an id there.
const appId = idSchema('Give the application’s id as id.').regex(
  /^[A-Za-z0-9-]*$/,
  'An application’s id is made of letters, digits and dashes.',
)

/** Outbound applications, in the console Connections, as SDKs manage them. */
export function addOutboundAppRoutes(app: OpenAPIHono): void {
  addRoute(app, {
    method: 'post',
    path: '/outbound/app/create',
    summary: 'Create an outbound application',
    description: 'Without an id it gets a new one. Only the name has to be given.',
    request: givenAppSchema,
    reply: appReply,
    answer: 'The application, without its secret.',
    run: async ({ projectId, given, audit }) => {
      const made = await createApp({ projectId, operatorId: null, app: toAppInput(given, undefined) })
      await audit({
        action: 'connection.create',
        targetId: made.id,
        data: { name: made.name, type: made.type },
        after: await findAuditedApp(projectId, made.id),
      })
      return { app: toWireApp(made) }
    },
  })
  addRoute(app, {
    method: 'post',
    path: '/outbound/app/create/bytemplate',
    summary: 'Create an outbound application from a template',
    description: 'The template gives the addresses, default scopes and peculiarities of a provider.',
    request: z.looseObject({
      templateId: idSchema('Give the template’s id as templateId.'),
      id: absent(z.string()),
      clientId: absent(z.string()),
      clientSecret: absent(z.string()),
      overrides: absent(givenAppSchema.partial()),
    }),
    reply: appReply,
    answer: 'The application, without its secret.',
    run: async ({ projectId, given, audit }) => {
      const template = findTemplate(given.templateId)
      if (!template) throw new ApiError('notFound', `There is no template ${given.templateId}.`)
      const { id, clientId, clientSecret, overrides } = given
      const input = {
        ...toDraft(template),
        ...toAppInput(overrides ?? {}, template.type),
        ...toAppInput({ id, clientId, clientSecret }, template.type),
      }
      const made = await createApp({ projectId, operatorId: null, app: input })
      await audit({
        action: 'connection.create',
        targetId: made.id,
        data: { name: made.name, type: made.type, templateId: template.id },
        after: await findAuditedApp(projectId, made.id),
      })
      return { app: toWireApp(made) }
    },
  })
  addRoute(app, {
    method: 'post',
    path: '/outbound/app/update',
    summary: 'Replace an outbound application',
    description:
      'What is not given is emptied, but for `clientSecret` and the settings that only Patchbay has. A token URL on another host needs the `clientSecret` again.',
    request: z.looseObject({ app: givenAppSchema.extend({ id: appId }) }),
    reply: appReply,
    answer: 'The application, without its secret.',
    run: async ({ projectId, given: { app: given }, audit }) => {
      const stored = await requireApp(projectId, given.id)
      const before = await findAuditedApp(projectId, given.id)
      const saved = await updateApp({
        projectId,
        operatorId: null,
        appId: given.id,
        app: toAppInput(given, stored.type, stored.config),
        version: null,
        // A management key reads tokens anyway.
        mayMoveTokens: true,
      })
      await audit({
        action: 'connection.update',
        targetId: saved.id,
        data: { name: saved.name, version: saved.version },
        before,
        after: await findAuditedApp(projectId, saved.id),
      })
      return { app: toWireApp(saved) }
    },
  })
  addRoute(app, {
    method: 'post',
    path: '/outbound/app/delete',
    summary: 'Delete an outbound application',
    description: 'Its tokens go with it.',
    request: z.looseObject({ id: appId }),
    reply: z.object({}),
    answer: 'Nothing.',
    run: async ({ projectId, given, keyId, keyName, audit }) => {
      const before = await findAuditedApp(projectId, given.id)
      const actor = { type: 'key', id: keyId, name: keyName } as const
      const { id, name, tokens } = await deleteApp(projectId, given.id, actor)
      await audit({ action: 'connection.delete', targetId: id, data: { name, tokens }, before })
      return {}
    },
  })
  addRoute(app, {
    method: 'get',
    path: '/outbound/app/{id}',
    summary: 'Load an outbound application',
    request: z.looseObject({ id: appId }),
    reply: appReply,
    answer: 'The application, without its secret.',
    run: async ({ projectId, given }) => ({ app: toWireApp(await requireApp(projectId, given.id)) }),
  })
  addOpenRoute(app, {
    method: 'get',
    path: '/outbound/apps',
    summary: 'Load all outbound applications',
    description: 'With the JWT of a user, which a widget has, their id, name, description and logo alone.',
    request: z.looseObject({}),
    reply: z.object({ apps: z.array(wireAppSchema.partial()) }),
    answer: 'The applications by name, without their secrets.',
    run: async ({ projectId, caller }) => {
      const apps = await listAllApps(projectId)
      if (caller.type === 'key') return { apps: apps.map(toWireApp) }
      return { apps: apps.map(({ id, name, description, logo }) => ({ id, name, description, logo })) }
    },
  })
}

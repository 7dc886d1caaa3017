'use server'

import { z } from 'zod'
import { defineAction } from '@/lib/console/define-action'
import { findRole } from '@/lib/console/queries'
import { roleAllows } from '@/lib/console/roles'
import { DomainError } from '@/lib/result'
import { countAppTokens, findAuditedApp, requireApp } from './queries'
import type { OutboundAppDraft } from './schema'
import * as service from './service'

const projectId = z.string().min(1).max(40)
const appId = z.string().min(1).max(60)
// Parsed by the service, whose messages carry the form's own field paths.
const app = z.custom<OutboundAppDraft>()

export const createOutboundApp = defineAction({
  input: z.object({ projectId, app }),
  permission: 'connections.write',
  run: ({ input, operator }) => service.createApp({ ...input, operatorId: operator.id, complete: true }),
  subject: ({ input, data }) => (data ? findAuditedApp(input.projectId, data.id) : null),
  audit: ({ data }) => ({ action: 'connection.create', targetId: data.id, data: { name: data.name, type: data.type } }),
})

/** A secret that is left out stays; null removes it. */
export const updateOutboundApp = defineAction({
  input: z.object({ projectId, appId, version: z.int().min(1), app }),
  permission: 'connections.write',
  run: async ({ input, operator }) => {
    const role = await findRole(operator, input.projectId)
    const mayMoveTokens = role !== null && roleAllows(role, 'tokens.reveal')
    return service.updateApp({ ...input, operatorId: operator.id, complete: true, mayMoveTokens })
  },
  subject: ({ input }) => findAuditedApp(input.projectId, input.appId),
  audit: ({ data }) => ({
    action: 'connection.update',
    targetId: data.id,
    data: { name: data.name, version: data.version },
  }),
})

/** What a deletion takes along, to be said before. */
export const countOutboundAppTokens = defineAction({
  input: z.object({ projectId, appId }),
  permission: 'connections.read',
  run: ({ input }) => countAppTokens(input.projectId, input.appId),
})

/** `confirmation`: the app's name, as the person has typed it. */
export const deleteOutboundApp = defineAction({
  input: z.object({ projectId, appId, confirmation: z.string().max(200) }),
  permission: 'connections.write',
  run: async ({ input, operator }) => {
    const { name } = await requireApp(input.projectId, input.appId)
    if (input.confirmation !== name) {
      throw new DomainError('invalid', 'Type the connection\u2019s name to confirm.', {
        confirmation: 'Type the connection\u2019s name.',
      })
    }
    const actor = { type: 'operator', id: operator.id, name: operator.name } as const
    return service.deleteApp(input.projectId, input.appId, actor)
  },
  subject: ({ input }) => findAuditedApp(input.projectId, input.appId),
  audit: ({ data }) => ({
    action: 'connection.delete',
    targetId: data.id,
    data: { name: data.name, tokens: data.tokens },
  }),
})

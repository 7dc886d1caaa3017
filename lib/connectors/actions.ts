'use server'

import { z } from 'zod'
import { defineAction } from '@/lib/console/define-action'
import { listImportTargets } from './import/targets/queries'
import { findAuditedConnector } from './queries'
import type { ConnectorInputDraft } from './schemas'
import * as service from './service'
import * as tokens from './tokens/service'
import * as transfer from './transfer/service'

const projectId = z.string().min(1).max(40)
const connectorId = z.string().min(1).max(40)
// Parsed by the service, whose messages carry the form's own field paths.
const connector = z.custom<ConnectorInputDraft>()

export const createConnector = defineAction({
  input: z.object({ projectId, connector }),
  permission: 'connectors.write',
  run: ({ input, operator }) => service.createConnector({ ...input, operatorId: operator.id }),
  subject: ({ input, data }) => (data ? findAuditedConnector(input.projectId, data.id) : null),
  audit: ({ data }) => ({ action: 'connector.create', targetId: data.id, data: { name: data.name, type: data.type } }),
})

/** A secret that is left out stays; null removes it. */
export const updateConnector = defineAction({
  input: z.object({ projectId, connectorId, version: z.int().min(1), connector }),
  permission: 'connectors.write',
  run: ({ input, operator }) => service.updateConnector({ ...input, operatorId: operator.id }),
  subject: ({ input }) => findAuditedConnector(input.projectId, input.connectorId),
  audit: ({ data }) => ({
    action: 'connector.update',
    targetId: data.id,
    data: { name: data.name, version: data.version },
  }),
})

/** The page loads anew afterwards, and says whether one is held. */
export const forgetToken = defineAction({
  input: z.object({ projectId, connectorId }),
  permission: 'connectors.write',
  run: ({ input }) => tokens.forgetToken(input.projectId, input.connectorId),
  audit: ({ input, data }) => (data ? { action: 'connector.forgetToken', targetId: input.connectorId } : null),
})

export const deleteConnector = defineAction({
  input: z.object({ projectId, connectorId }),
  permission: 'connectors.write',
  run: ({ input }) => service.deleteConnector(input.projectId, input.connectorId),
  subject: ({ input }) => findAuditedConnector(input.projectId, input.connectorId),
  audit: ({ data }) => ({ action: 'connector.delete', targetId: data.id, data: { name: data.name } }),
})

/** Writes a connector file: all of it or nothing. Variables of the environment are not read here: they are the server's. */
export const importConnectors = defineAction({
  input: z.object({ projectId, document: z.unknown() }),
  permission: 'connectors.write',
  run: ({ input, operator }) => transfer.importConnectors({ ...input, operatorId: operator.id }),
  audit: ({ data }) => ({
    action: 'connector.import',
    targetId: data.created[0]?.id ?? data.updated[0]?.id ?? '',
    data: { created: names(data.created), updated: names(data.updated) },
  }),
})

/** The connectors by which an imported call may be made, as they are now. */
export const loadImportTargets = defineAction({
  input: z.object({ projectId }),
  permission: 'connectors.read',
  run: ({ input }) => listImportTargets(input.projectId),
})

function names(connectors: readonly { name: string }[]): string {
  return connectors
    .map(({ name }) => name)
    .join(', ')
    .slice(0, 2_000)
}

'use server'

import { z } from 'zod'
import { defineAction } from '@/lib/console/define-action'
import type { Operator } from '@/lib/console/operator'
import { requirePermission, roleAllows } from '@/lib/console/permissions'
import { DomainError } from '@/lib/result'
import { tokenDestination } from './http/connection/destination'
import { listImportTargets } from './import/targets/queries'
import { findAuditedConnector, getConnector } from './queries'
import * as samples from './samples/service'
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
  run: async ({ input, operator, projectId }) => {
    await requireTokenDestination(operator, projectId, null, input.connector)
    return await service.createConnector({ ...input, operatorId: operator.id })
  },
  subject: ({ input, data }) => (data ? findAuditedConnector(input.projectId, data.id) : null),
  audit: ({ data }) => ({ action: 'connector.create', targetId: data.id, data: { name: data.name, type: data.type } }),
})

/** A secret that is left out stays; null removes it. */
export const updateConnector = defineAction({
  input: z.object({ projectId, connectorId, version: z.int().min(1), connector }),
  permission: 'connectors.write',
  run: async ({ input, operator, projectId }) => {
    await requireTokenDestination(operator, projectId, input.connectorId, input.connector)
    return await service.updateConnector({ ...input, operatorId: operator.id })
  },
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
  run: async ({ input, operator, projectId }) => {
    if (sendsTokens(input.document)) await requireMayPointTokens(operator, projectId)
    return await transfer.importConnectors({ ...input, operatorId: operator.id })
  },
  audit: ({ data }) => ({
    action: 'connector.import',
    targetId: data.created[0]?.id ?? data.updated[0]?.id ?? '',
    data: { created: names(data.created), updated: names(data.updated) },
  }),
})

/** Makes connectors of the sandbox that a template calls, those of them that are not there yet. */
export const makeSampleConnectors = defineAction({
  input: z.object({ projectId, names: z.array(z.string().max(100)).max(20) }),
  permission: 'connectors.write',
  run: ({ input, operator }) => samples.makeSampleConnectors(input.projectId, input.names, operator.id),
  audit: ({ data: { created } }) =>
    created[0]
      ? { action: 'connector.import', targetId: created[0].id, data: { created: names(created), updated: [] } }
      : null,
})

/** The connectors by which an imported call may be made, as they are now. */
export const loadImportTargets = defineAction({
  input: z.object({ projectId }),
  permission: 'connectors.read',
  run: ({ input }) => listImportTargets(input.projectId),
})

/** Whoever decides where the tokens of people are sent could read them there: it takes who may reveal them. */
async function requireTokenDestination(
  operator: Operator,
  projectId: string,
  connectorId: string | null,
  settings: ConnectorInputDraft,
): Promise<void> {
  const wanted = tokenDestination(settings)
  if (wanted === null) return
  const stored = connectorId === null ? null : await getConnector(projectId, connectorId)
  if (stored && tokenDestination(stored.definition) === wanted) return
  await requireMayPointTokens(operator, projectId)
}

async function requireMayPointTokens(operator: Operator, projectId: string): Promise<void> {
  const { role } = await requirePermission(operator, projectId, 'connectors.write')
  if (roleAllows(role, 'tokens.reveal')) return
  const message = 'Only an admin of the project decides where the tokens of its users and tenants are sent.'
  throw new DomainError('forbidden', message, { 'authentication.connection.appId': message })
}

/** Whether a connector of a file, in whichever of its forms, sends tokens. */
function sendsTokens(document: unknown): boolean {
  if (Array.isArray(document)) return document.some(sendsTokens)
  if (typeof document !== 'object' || document === null) return false
  return tokenDestination(document) !== null || ('connectors' in document && sendsTokens(document.connectors))
}

function names(connectors: readonly { name: string }[]): string {
  return connectors
    .map(({ name }) => name)
    .join(', ')
    .slice(0, 2_000)
}

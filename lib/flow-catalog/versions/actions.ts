'use server'

import { defineAction } from '../../console/define-action'
import { findAuditedFlow } from '../queries'
import { flowReferenceSchema } from '../schema'
import * as queries from './queries'
import * as schema from './schema'
import * as service from './service'

export const listVersions = defineAction({
  input: schema.listVersionsSchema,
  permission: 'flows.read',
  run: ({ input, projectId }) => queries.listVersions(projectId, input),
})

export const loadVersion = defineAction({
  input: schema.versionReferenceSchema,
  permission: 'flows.read',
  run: ({ input, projectId }) => queries.getVersion(projectId, input),
})

export const findVersionOfDraft = defineAction({
  input: flowReferenceSchema,
  permission: 'flows.read',
  run: async ({ input, projectId }) => ({ number: await queries.findVersionOfDraft(projectId, input.flowId) }),
})

export const setVersionNote = defineAction({
  input: schema.setVersionNoteSchema,
  permission: 'flows.write',
  run: ({ input, projectId }) => service.setVersionNote(projectId, input),
  subject: ({ input }) => queries.findAuditedVersion(input.projectId, input),
  audit: ({ input }) => ({ action: 'flow.note', targetId: input.flowId, data: { number: input.number } }),
})

export const makeVersionLive = defineAction({
  input: schema.versionReferenceSchema,
  permission: 'flows.write',
  run: ({ input, projectId }) => service.makeVersionLive(projectId, input),
  subject: ({ input }) => findAuditedFlow(input.projectId, input.flowId),
  audit: ({ input }) => ({ action: 'flow.makeLive', targetId: input.flowId, data: { number: input.number } }),
})

'use server'

import { defineAction } from '../console/define-action'
import * as publishing from './publish/service'
import * as queries from './queries'
import { readFlowFile } from './read-flow-file'
import * as schema from './schema'
import * as service from './service'

export const createFlow = defineAction({
  input: schema.createFlowSchema,
  permission: 'flows.write',
  run: ({ input, operator, projectId }) => service.createFlow(projectId, input, operator.id),
  audit: ({ input, data }) => ({
    action: 'flow.create',
    targetId: data.id,
    ...(input.template === undefined ? {} : { data: { template: input.template } }),
  }),
})

/** A draft is saved at every pause in typing: the audit log has one line for a while of work. */
const EDIT_MINUTES = 10

export const saveDraft = defineAction({
  input: schema.saveDraftSchema,
  permission: 'flows.write',
  run: ({ input, operator, projectId }) => service.saveDraft(projectId, input, operator.id),
  subject: ({ input }) => queries.findAuditedDraft(input.projectId, input.flowId),
  audit: ({ input }) => ({ action: 'flow.edit', targetId: input.flowId, mergeMinutes: EDIT_MINUTES }),
})

export const loadDraft = defineAction({
  input: schema.flowReferenceSchema,
  permission: 'flows.read',
  run: ({ input, projectId }) => queries.getDraft(projectId, input.flowId),
})

export const saveCopy = defineAction({
  input: schema.saveCopySchema,
  permission: 'flows.write',
  run: ({ input, operator, projectId }) => service.saveCopy(projectId, input.document, operator.id),
  audit: ({ data }) => ({ action: 'flow.create', targetId: data.id }),
})

export const publishFlow = defineAction({
  input: schema.publishFlowSchema,
  permission: 'flows.write',
  run: ({ input, operator, projectId }) => publishing.publishFlow(projectId, input, operator.id),
  subject: ({ input }) => queries.findAuditedFlow(input.projectId, input.flowId),
  audit: ({ input, data }) => ({ action: 'flow.publish', targetId: input.flowId, data: { number: data.number } }),
})

export const duplicateFlow = defineAction({
  input: schema.flowReferenceSchema,
  permission: 'flows.write',
  run: ({ input, operator, projectId }) => service.duplicateFlow(projectId, input.flowId, operator.id),
  audit: ({ input, data }) => ({ action: 'flow.duplicate', targetId: data.id, data: { from: input.flowId } }),
})

export const setFlowDisabled = defineAction({
  input: schema.setFlowDisabledSchema,
  permission: 'flows.write',
  run: ({ input, projectId }) => service.setFlowDisabled(projectId, input.flowId, input.disabled),
  subject: ({ input }) => queries.findAuditedFlow(input.projectId, input.flowId),
  audit: ({ input }) => ({ action: input.disabled ? 'flow.disable' : 'flow.enable', targetId: input.flowId }),
})

export const deleteFlow = defineAction({
  input: schema.flowReferenceSchema,
  permission: 'flows.write',
  run: ({ input, projectId }) => service.deleteFlow(projectId, input.flowId),
  subject: ({ input }) => queries.findAuditedFlow(input.projectId, input.flowId),
  audit: ({ input, data }) => ({
    action: 'flow.delete',
    targetId: input.flowId,
    data: { cancelledExecutions: data.cancelled },
  }),
})

export const countRemains = defineAction({
  input: schema.flowReferenceSchema,
  permission: 'flows.read',
  run: ({ input, projectId }) => queries.countRemains(projectId, input.flowId),
})

export const importFlow = defineAction({
  input: schema.importFlowSchema,
  permission: 'flows.write',
  run: ({ input, operator, projectId }) => service.importFlow(projectId, input, operator.id),
  audit: ({ data }) => ({ action: 'flow.import', targetId: data.id }),
})

/** What an import would make of a file, before anything is stored. */
export const previewImport = defineAction({
  input: schema.previewImportSchema,
  permission: 'flows.write',
  run: async ({ input, projectId }) => {
    const { document, report } = await readFlowFile(projectId, input.file)
    return { id: document.id, name: document.name, report }
  },
})

export const exportFlow = defineAction({
  input: schema.flowReferenceSchema,
  permission: 'flows.read',
  run: ({ input, projectId }) => queries.exportFlow(projectId, input.flowId),
})

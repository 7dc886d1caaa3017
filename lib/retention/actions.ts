'use server'

import { defineAction } from '@/lib/console/define-action'
import { getProjectSettings } from '@/lib/console/projects'
import * as schema from './schema'
import * as service from './service'

export const updateRetention = defineAction({
  input: schema.updateRetentionSchema,
  permission: 'settings.manage',
  run: ({ input: { retentionDays, retentionExecutions }, projectId }) =>
    service.updateRetention(projectId, { retentionDays, retentionExecutions }),
  subject: async ({ input }) => {
    const { retentionDays, retentionExecutions } = await getProjectSettings(input.projectId)
    return { retentionDays, retentionExecutions }
  },
  audit: () => ({ action: 'retention.update' }),
})

export const cleanUpNow = defineAction({
  input: schema.cleanUpSchema,
  permission: 'settings.manage',
  run: ({ projectId, operator }) => service.requestCleanUp(projectId, operator.id),
  audit: () => ({ action: 'retention.cleanUp' }),
})

'use server'

import { defineAction } from '@/lib/console/define-action'
import * as schema from './schema'
import * as service from './service'

export const updateRetention = defineAction({
  input: schema.updateRetentionSchema,
  permission: 'settings.manage',
  run: ({ input: { retentionDays, retentionExecutions }, projectId }) =>
    service.updateRetention(projectId, { retentionDays, retentionExecutions }),
  audit: ({ input: { retentionDays, retentionExecutions } }) => ({
    action: 'retention.update',
    data: { retentionDays, retentionExecutions },
  }),
})

export const cleanUpNow = defineAction({
  input: schema.cleanUpSchema,
  permission: 'settings.manage',
  run: ({ projectId, operator }) => service.requestCleanUp(projectId, operator.id),
  audit: () => ({ action: 'retention.cleanUp' }),
})

'use server'

import { z } from 'zod'
import { defineAction } from '@/lib/console/define-action'
import { listConnectorChoices } from './connector-choices'
import { readKnownValues } from './known-values'

/** The connectors as they are now: one may have been made in another tab. */
export const loadConnectorChoices = defineAction({
  input: z.object({ projectId: z.string().min(1).max(60) }),
  permission: 'connectors.read',
  run: ({ projectId }) => listConnectorChoices(projectId),
})

/** What executions had and examples tell, as it is now. */
export const loadKnownValues = defineAction({
  input: z.object({
    projectId: z.string().min(1).max(60),
    flowId: z.string().min(1).max(100),
    connectorIds: z.array(z.string().max(100)).max(2_000),
    flowIds: z.array(z.string().max(100)).max(2_000),
  }),
  permission: 'executions.read',
  run: ({ input }) => readKnownValues(input.projectId, input.flowId, input),
})

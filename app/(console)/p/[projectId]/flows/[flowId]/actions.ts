'use server'

import { z } from 'zod'
import { defineAction } from '@/lib/console/define-action'
import { listConnectorChoices } from './connector-choices'

/** The connectors as they are now: one may have been made in another tab. */
export const loadConnectorChoices = defineAction({
  input: z.object({ projectId: z.string().min(1).max(60) }),
  permission: 'connectors.read',
  run: ({ projectId }) => listConnectorChoices(projectId),
})

import type { JsonObject } from '@/lib/language/json'

/** What an execution's context begins with; steps add to it. */
export function initialContext(start: {
  projectId: string
  projectName: string
  executionId: string
  startedAt: Date
  client: JsonObject
  form: JsonObject
  ipAddress: string
}): JsonObject {
  return {
    client: start.client,
    form: start.form,
    connectors: {},
    ipAddress: start.ipAddress,
    project: { id: start.projectId, name: start.projectName },
    execution: { id: start.executionId, startedAt: start.startedAt.toISOString() },
  }
}

import { fetchJson, projectPath } from '@/components/api/fetch-json'
import type { ExecutionView } from '@/lib/runner/types'

export async function cancelExecution(projectId: string, executionId: string): Promise<void> {
  await fetchJson(projectPath(projectId, 'executions', executionId, 'cancel'), { method: 'POST', body: {} })
}

export function getExecution(projectId: string, executionId: string, signal?: AbortSignal): Promise<ExecutionView> {
  return fetchJson(projectPath(projectId, 'executions', executionId), signal ? { signal } : {})
}

import { fetchJson, projectPath } from '@/components/api/fetch-json'
import type { FlowNextRequest, FlowReply, FlowStartRequest } from '@/lib/runner/types'

/** A run may go on for ten minutes before it waits or ends; its answer comes only then. */
const DRIVE_SECONDS = 620

export function startFlow(projectId: string, request: FlowStartRequest): Promise<FlowReply> {
  return fetchJson(projectPath(projectId, 'flow', 'start'), { body: request, timeoutSeconds: DRIVE_SECONDS })
}

export function submitScreen(projectId: string, request: FlowNextRequest): Promise<FlowReply> {
  return fetchJson(projectPath(projectId, 'flow', 'next'), { body: request, timeoutSeconds: DRIVE_SECONDS })
}

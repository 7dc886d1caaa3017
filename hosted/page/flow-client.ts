import type { HostedBoot } from '@/lib/api/hosted/page'
import type { JsonObject } from '@/lib/language/json'
import type { FlowReply } from '@/lib/runner/types'
import { FlowError } from './flow-error'
import { forgetExecution, type KeptExecution, keepExecution } from './kept-execution'

/** A whole step may call slow third parties; this is longer than any of them may take by default. */
const PATIENCE_MS = 150_000
const NONCE_HEADER = 'X-Descope-Flow-Nonce'

/** The requests of one hosted page; it keeps which execution is its own. */
export interface FlowClient {
  start(): Promise<FlowReply>
  resume(kept: KeptExecution): Promise<FlowReply>
  /** Where the execution of this page stands; nothing is submitted. */
  again(reply: FlowReply, signal?: AbortSignal): Promise<FlowReply>
  submit(reply: FlowReply, interactionId: string, input: JsonObject): Promise<FlowReply>
  /** Asks again: an account that it waits for may be connected by now. */
  look(reply: FlowReply): Promise<FlowReply>
  /** Where to send the person, with a one-time code. */
  leave(reply: FlowReply, redirectUrl: string): Promise<string>
}

export function createFlowClient(boot: HostedBoot): FlowClient {
  let nonce: string | null = null

  async function post<T>(path: string, body: object, signal?: AbortSignal): Promise<T> {
    let response: Response
    try {
      response = await fetch(`/v1/flow/${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${boot.projectId}`,
          'content-type': 'application/json',
          'x-descope-sdk-name': 'patchbay-hosted',
          ...(nonce ? { [NONCE_HEADER]: nonce } : {}),
        },
        body: JSON.stringify(body),
        signal: AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), ...(signal ? [signal] : [])]),
      })
    } catch {
      throw new FlowError('offline', 'offline', 'There is no connection. Nothing is lost: try again.')
    }
    const answer = await response.json().catch(() => ({}))
    if (!response.ok) throw new FlowError(response.status, answer.errorCode ?? '', answer.errorMessage ?? '')
    nonce = response.headers.get(NONCE_HEADER) ?? nonce
    return answer
  }

  return {
    async start() {
      forgetExecution(boot)
      nonce = null
      const options = { client: boot.client, location: window.location.href, ...boot.outbound }
      const reply = await post<FlowReply>('start', { flowId: boot.flowId, options })
      keepExecution(boot, { executionId: reply.executionId, nonce: nonce ?? '' })
      return reply
    },
    async resume(kept) {
      nonce = kept.nonce
      return await post<FlowReply>('resume', { executionId: kept.executionId })
    },
    async again({ executionId }, signal) {
      return await post<FlowReply>('resume', { executionId }, signal)
    },
    async submit({ executionId, stepId }, interactionId, input) {
      return await post<FlowReply>('next', { executionId, stepId, interactionId, input })
    },
    async look({ executionId, stepId }) {
      return await post<FlowReply>('next', { executionId, stepId, interactionId: 'polling', input: {} })
    },
    async leave({ executionId }, redirectUrl) {
      const { state, codeChallenge } = boot
      const { url } = await post<{ url: string }>('code', { executionId, redirectUrl, state, codeChallenge })
      return url
    },
  }
}

import type { HostedBoot } from '@/lib/api/hosted/page'
import type { JsonObject } from '@/lib/language/json'
import type { FlowReply } from '@/lib/runner/types'
import { forgetExecution, type KeptExecution, keepExecution } from './kept-execution'

/** A whole step may call slow third parties; this is longer than any of them may take by default. */
const PATIENCE_MS = 150_000
const NONCE_HEADER = 'X-Descope-Flow-Nonce'

/** Why a request was not answered as wished. `offline`: it may not have arrived; it can be sent again. */
export class FlowError extends Error {
  constructor(
    readonly status: number | 'offline',
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** The requests of one hosted page; it keeps which execution is its own. */
export interface FlowClient {
  start(): Promise<FlowReply>
  resume(kept: KeptExecution): Promise<FlowReply>
  submit(reply: FlowReply, interactionId: string, input: JsonObject): Promise<FlowReply>
  /** Asks again: an account that it waits for may be connected by now. */
  look(reply: FlowReply): Promise<FlowReply>
  /** Where to send the person, with a one-time code. */
  leave(reply: FlowReply, redirectUrl: string): Promise<string>
}

export function createFlowClient(boot: HostedBoot): FlowClient {
  let nonce: string | null = null

  async function post<T>(path: string, body: object): Promise<T> {
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
        signal: AbortSignal.timeout(PATIENCE_MS),
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

import type { MessageBody, RunnerMessage } from '@/lib/engine/message'

const STARTED_AT = Date.parse('2026-01-01T10:00:00.000Z')

/** Messages for tests: numbered from 1, ten milliseconds apart. */
export function messagesOf(...bodies: (MessageBody & { stepId?: string; stepName?: string })[]): RunnerMessage[] {
  return bodies.map((body, index) => ({
    visit: index,
    ...body,
    number: index + 1,
    at: new Date(STARTED_AT + index * 10).toISOString(),
    stepId: body.stepId ?? null,
    stepName: body.stepName ?? body.stepId ?? null,
  }))
}

export const started: MessageBody = {
  type: 'started',
  flowId: 'lookup',
  flowName: 'Look up',
  version: null,
  context: { form: {}, client: { plan: 'pro' }, connectors: {} },
}

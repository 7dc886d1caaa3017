import { diffFlows } from '@/lib/flow/diff'
import { emptyFlow, type FlowDocument, flowDocumentSchema } from '@/lib/flow/schema'
import type { Json } from '@/lib/language/json'
import { median } from './statistics'

export interface ComparisonFigures {
  steps: number
  milliseconds: number
}

const STEPS = 300
const ROUNDS = 15

/** Two versions of 300 steps compared, as the editor does it: every step of the second differs, half of its fields moved. */
export function measureComparison(): ComparisonFigures {
  const [before, after] = [makeFlow(false), makeFlow(true)]
  const times = Array.from({ length: ROUNDS }, () => {
    const from = performance.now()
    diffFlows(before, after)
    return performance.now() - from
  })
  // The first ones too: a person compares two versions once, not when the code has been compiled.
  return { steps: STEPS, milliseconds: Math.max(median(times), times[0] ?? 0) }
}

function makeFlow(edited: boolean): FlowDocument {
  const steps = Array.from({ length: STEPS }, (_, index): [string, Json] => [
    index === 0 ? 'start' : `s${index}`,
    index === 0
      ? { kind: 'start', next: { default: 's1' } }
      : index % 2 === 0
        ? makeScreen(index, edited)
        : makeCall(index, edited),
  ])
  return flowDocumentSchema.parse({
    ...emptyFlow('long', 'Long', 'interactive'),
    steps: Object.fromEntries(steps),
    layout: Object.fromEntries(steps.map(([id], index) => [id, [index * 300, edited ? 40 : 0]])),
  })
}

function makeScreen(index: number, edited: boolean): Json {
  const fields = Array.from({ length: 12 }, (_, at) => ({
    type: 'email',
    name: `field${at}`,
    label: edited && at % 3 === 0 ? `New label ${at}` : `Label ${at}`,
  }))
  const components = [...(edited ? fields.reverse() : fields), { type: 'button', id: 'submit', text: 'Go' }]
  return { kind: 'screen', name: `Screen ${index}`, components, next: { submit: `s${(index + 1) % STEPS}` } }
}

function makeCall(index: number, edited: boolean): Json {
  const rows = Array.from({ length: 40 }, (_, at) => ({ sku: `A-${at}`, amount: edited ? at + 1 : at }))
  return {
    kind: 'connector',
    name: `Call ${index}`,
    connector: 'c1',
    action: 'POST',
    endpoint: edited ? '/v2/orders' : '/orders',
    payload: { type: 'json', value: { rows } },
    timeoutSeconds: 10,
    async: false,
    contextKey: `call${index}`,
    errorHandling: { httpError: { mode: 'automatic' }, connectorExecution: { mode: 'automatic' } },
    next: { success: `s${(index + 1) % STEPS}` },
  }
}

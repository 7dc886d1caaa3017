import { advance } from '@/lib/engine/advance'
import { compilePlan, type Plan } from '@/lib/engine/plan'
import { newExecution } from '@/lib/engine/state'
import type { FlowDocument, Step } from '@/lib/flow/schema'
import { FLOW_FORMAT } from '@/lib/flow/schema'
import type { JsonObject } from '@/lib/language/json'
import { median } from './statistics'

export interface EngineFigures {
  stepsPerSecond: number
  /** Cost of a step in a flow of 1,000 steps over that in one of 10. */
  longFlowRatio: number
  contextBytes: number
}

const ROUNDS = 9
const ROUND_MS = 400
const NOW = '2025-01-01T00:00:00.000Z'

/** The engine alone, on one core: condition steps of three rows over a 2 KB context, with their runner messages. */
export function measureEngine(): EngineFigures {
  const short = prepare(10)
  const long = prepare(1_000)
  const context = makeContext()
  // Both are warmed up before either is timed, and timed in turns: a machine that slows down slows both.
  for (const plan of [short, long, short, long]) costOfStep(plan, context)
  const costs = Array.from({ length: ROUNDS }, () => ({
    short: costOfStep(short, context),
    long: costOfStep(long, context),
  }))
  return {
    stepsPerSecond: 1_000 / median(costs.map((cost) => cost.long)),
    longFlowRatio: median(costs.map((cost) => cost.long / cost.short)),
    contextBytes: JSON.stringify(context).length,
  }
}

interface Prepared {
  plan: Plan
  steps: number
}

function prepare(steps: number): Prepared {
  return { plan: compilePlan(makeFlow(steps)), steps }
}

/** Milliseconds of CPU for one condition step. */
function costOfStep({ plan, steps }: Prepared, context: JsonObject): number {
  let runs = 0
  // CPU time of all threads, collector included: on a busy machine the clock would count others' work.
  const began = process.cpuUsage()
  let elapsed = 0
  while (elapsed < ROUND_MS) {
    const state = newExecution({ id: 'bench', stepLimit: 10_000, context })
    const done = advance(plan, state, { type: 'start', version: 1 }, NOW)
    if (done.state.status !== 'completed' || done.messages.length < steps)
      throw new Error('The bench flow did not complete.')
    runs += 1
    const { user, system } = process.cpuUsage(began)
    elapsed = (user + system) / 1_000
  }
  return elapsed / (runs * steps)
}

function makeFlow(count: number): FlowDocument {
  const steps: Record<string, Step> = { start: { kind: 'start', next: { default: 's1' } } }
  for (let at = 1; at <= count; at += 1) {
    const to = at === count ? 'done' : `s${at + 1}`
    steps[`s${at}`] = {
      kind: 'condition',
      name: `Condition ${at}`,
      branches: [
        {
          id: 'yes',
          name: 'Yes',
          when: {
            all: [
              { key: 'connectors.crm.plan', operator: 'equal', value: 'pro' },
              { key: 'connectors.crm.seats', operator: 'greater-than', value: 3 },
              { key: 'connectors.crm.email', operator: 'contains', value: '{{form.domain}}' },
            ],
          },
        },
      ],
      next: { yes: to, else: 'done' },
    }
  }
  steps.done = { kind: 'end', name: 'End', result: 'success', outputs: [], returnTokenWithoutUser: false, next: {} }
  return { format: FLOW_FORMAT, id: 'bench', name: 'Bench', kind: 'management', steps, layout: {} }
}

function makeContext(): JsonObject {
  const crm = { id: 'cus-1001', plan: 'pro', seats: 10, email: 'ada@example.com', note: '' }
  const context = {
    client: {},
    form: { domain: 'example.com' },
    connectors: { crm },
    project: { id: 'P2bench', name: 'Bench' },
  }
  crm.note = 'x'.repeat(2_048 - JSON.stringify(context).length)
  return context
}

import { compilePlan, type Plan } from '@/lib/engine/plan'
import type { ExecutionState } from '@/lib/engine/state'
import type { FlowDocument } from '@/lib/flow/schema'
import { loadSnapshot, touchSnapshots } from '@/lib/flow-catalog/snapshots'
import type { Pins } from '@/lib/flow-catalog/subflows/service'

const MOST_PLANS = 500

interface Compiled {
  plan: Plan
  document: FlowDocument
}

/** What an execution runs: its own flow and, in the plan, the flows that it may run as parts of it. */
export interface Program extends Compiled {
  /** The document of the flow under way. */
  documentOf(state: Pick<ExecutionState, 'flowId'>): FlowDocument
}

/** By project and snapshot hash, so an entry is never stale; the least recently used one goes. */
const plans = new Map<string, Compiled>()

/**
 * The compiled plan of a snapshot, with those of its subflows.
 * @param pins of the execution; absent: it runs no other flow
 * @throws Error when there is no such snapshot
 */
export async function planOf(projectId: string, snapshotHash: string, pins?: Pins): Promise<Program> {
  const found = await findPlan(projectId, snapshotHash, pins)
  if (!found) throw new Error('The snapshot of this execution is missing.')
  return found
}

/** The same, or null when there is no such snapshot. */
export async function findPlan(projectId: string, snapshotHash: string, pins: Pins = {}): Promise<Program | null> {
  const own = await findOne(projectId, snapshotHash)
  if (!own) return null
  const { plan, document } = own
  const entries = Object.entries(pins)
  if (entries.length === 0) return { plan, document, documentOf: () => document }
  // No row says that the execution needs them: what is used is kept by that.
  await touchSnapshots(projectId, Object.values(pins))
  const subflows = new Map<string, Compiled>()
  for (const [flowId, hash] of entries) {
    const compiled = await findOne(projectId, hash)
    if (compiled) subflows.set(flowId, compiled)
  }
  return {
    plan: { ...plan, subflows: new Map([...subflows].map(([flowId, compiled]) => [flowId, compiled.plan])) },
    document,
    documentOf: ({ flowId }) => (flowId === undefined ? document : (subflows.get(flowId)?.document ?? document)),
  }
}

async function findOne(projectId: string, snapshotHash: string): Promise<Compiled | null> {
  const key = `${projectId}:${snapshotHash}`
  const known = plans.get(key)
  if (known) {
    plans.delete(key)
    plans.set(key, known)
    return known
  }
  const document = await loadSnapshot(projectId, snapshotHash)
  if (!document) return null
  const compiled = { plan: compilePlan(document), document }
  plans.set(key, compiled)
  const oldest = plans.size > MOST_PLANS ? plans.keys().next().value : undefined
  if (oldest !== undefined) plans.delete(oldest)
  return compiled
}

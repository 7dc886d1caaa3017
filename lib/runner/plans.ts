import { compilePlan, type Plan } from '@/lib/engine/plan'
import type { FlowDocument } from '@/lib/flow/schema'
import { loadSnapshot } from '@/lib/flow-catalog/snapshots'

const MOST_PLANS = 500

interface Compiled {
  plan: Plan
  document: FlowDocument
}

/** By project and snapshot hash, so an entry is never stale; the least recently used one goes. */
const plans = new Map<string, Compiled>()

/**
 * The compiled plan of a snapshot.
 * @throws Error when there is no such snapshot
 */
export async function planOf(projectId: string, snapshotHash: string): Promise<Compiled> {
  const found = await findPlan(projectId, snapshotHash)
  if (!found) throw new Error('The snapshot of this execution is missing.')
  return found
}

/** The compiled plan of a snapshot, or null when there is no such snapshot. */
export async function findPlan(projectId: string, snapshotHash: string): Promise<Compiled | null> {
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

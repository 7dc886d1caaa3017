import type { FlowDocument } from '../../flow/schema'
import { ensureSnapshot } from '../snapshots'
import { listRunnable } from './queries'

/** The snapshot that an execution runs of each flow that its own may run, by flow id. */
export type Pins = Readonly<Record<string, string>>

/** Holds on to the flows that a document runs, as they are now: a later change does not reach the execution. */
export async function pinSubflows(projectId: string, document: FlowDocument, version: 'live' | 'draft'): Promise<Pins> {
  const runnable = await listRunnable(projectId, document, version)
  if (version === 'draft') for (const { document: draft } of runnable.values()) await ensureSnapshot(projectId, draft)
  return Object.fromEntries([...runnable].map(([id, { hash }]) => [id, hash]))
}

import type { ExecutionState } from '@/lib/engine/state'
import type { ExecutionHeader } from '../journal'

/** The execution that an effect is of. */
export interface EffectRun {
  execution: Pick<ExecutionHeader, 'projectId' | 'id' | 'flowId' | 'flowName' | 'trigger'>
  state: ExecutionState
  signal: AbortSignal
}

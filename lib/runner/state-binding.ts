import type { Binding } from '@/lib/vault/binding'

/** Where the state of an execution belongs: each commit seals it anew. */
export function stateBinding(projectId: string, executionId: string, revision: number): Binding {
  return { projectId, table: 'Execution', rowId: executionId, field: 'state', version: revision }
}

/** Where that belongs which is kept of an ended execution. */
export function endBinding(projectId: string, executionId: string): Binding {
  return { projectId, table: 'Execution', rowId: executionId, field: 'outputs', version: 1 }
}

import type { Binding } from '@/lib/vault/binding'

export interface CallKey {
  projectId: string
  executionId: string
  number: number
}

/** Where the values of an asynchronous call belong. */
export function callBinding({ projectId, executionId, number }: CallKey): Binding {
  return { projectId, table: 'AsyncCall', rowId: `${executionId}/${number}`, field: 'call', version: 1 }
}

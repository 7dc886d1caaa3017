import type { ImportTarget } from '@/lib/connectors/import/compare-connector'
import type { ImportedCall } from '@/lib/connectors/import/types'
import type { PlannedConnector } from './plan-form'

/** What every way to import gets from the dialog around it. */
export interface ImportFormProps {
  projectId: string
  /** What was given so far; it outlives the dialog. */
  text: string
  onTextChange: (text: string) => void
  /** The HTTP connectors of the project. */
  known: readonly ImportTarget[]
  /** Steps go into an open flow; else they can be copied. */
  intoFlow: boolean
  onDone: (connector: PlannedConnector, calls: readonly ImportedCall[]) => Promise<void>
}

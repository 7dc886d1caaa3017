import type { Control } from 'react-hook-form'
import type { ConnectorStep } from '@/lib/steps/connector/schema'
import type { ConnectorChoice } from '../../store/types'

/** What the form of one type's call gets. */
export interface CallFieldsProps {
  control: Control<ConnectorStep>
  /** Writes what was changed as an undo entry of this name. */
  commit: (name: string) => void
  /** The chosen connector, as far as there is one. */
  chosen: ConnectorChoice | undefined
}

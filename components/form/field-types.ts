import type { ReactNode } from 'react'
import type { Control, FieldPath, FieldValues } from 'react-hook-form'

/** What every bound field takes. Without `control` it belongs to the surrounding `Form`. */
export interface BoundFieldProps<T extends FieldValues, C, O> {
  name: FieldPath<T>
  control?: Control<T, C, O>
  label: ReactNode
  hideLabel?: boolean
  description?: ReactNode
  required?: boolean
  optional?: boolean
  aside?: ReactNode
  className?: string
  disabled?: boolean
}

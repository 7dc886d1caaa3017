'use client'

import { useKnownPaths } from '@/components/template/known-paths'
import { ChoiceField } from '../../../fields/plain-field'
import { useFieldSlot } from '../../step-form-context'

export interface SecretFieldFieldProps {
  label: string
  description: string
  /** Where it lies in the step. */
  path: readonly (string | number)[]
  value: string
  onChange: (field: string) => void
}

/** Which secret field of a screen before this step an action reads. */
export function SecretFieldField({ label, description, path, value, onChange }: SecretFieldFieldProps) {
  const slot = useFieldSlot()
  const { paths } = useKnownPaths()
  const known = (paths ?? []).flatMap(({ path: text, secret, from }) =>
    secret && text.startsWith('form.') ? [{ field: text.slice('form.'.length), from }] : [],
  )
  const options = known.map(({ field, from }) => ({ value: field, label: field, description: `On ${from}` }))
  // The one that was chosen stays to be seen when its screen is gone.
  if (value !== '' && !known.some(({ field }) => field === value))
    options.push({ value, label: value, description: 'On no screen before this step' })
  return (
    <ChoiceField
      label={label}
      description={description}
      value={value}
      options={options}
      placeholder="No screen before this step has one"
      onChange={onChange}
      {...slot(path, value)}
    />
  )
}

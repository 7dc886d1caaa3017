'use client'

import { type ReactNode, useState } from 'react'
import { Field } from '@/components/form/field'
import { pathWarning, segmentPath, segmentText } from './highlight'
import { useKnownPaths } from './known-paths'
import { TemplateInput, type TemplateInputProps } from './template-input'

export interface TemplateFieldProps
  extends Omit<TemplateInputProps, 'control' | 'segments' | 'bare' | 'multiline' | 'onCompleting'> {
  label: ReactNode
  hideLabel?: boolean | undefined
  description?: ReactNode
  error?: string | undefined
  required?: boolean | undefined
  optional?: boolean | undefined
  aside?: ReactNode
  className?: string | undefined
  /** Where the value lies in the step, for problems that lead here: `components.0.text`. */
  fieldPath?: string | undefined
}

/** One line of text with dynamic values. */
export function TemplateField(props: TemplateFieldProps) {
  return <BoundTemplate {...props} bare={false} multiline={false} />
}

/** Several lines of text with dynamic values. */
export function TemplateArea(props: TemplateFieldProps) {
  return <BoundTemplate {...props} bare={false} multiline />
}

/** One context path, without braces. */
export function PathField(props: TemplateFieldProps) {
  return <BoundTemplate {...props} bare multiline={false} mono />
}

function BoundTemplate(props: TemplateFieldProps & { bare: boolean; multiline: boolean }) {
  const { label, hideLabel, description, required, optional, aside, className, fieldPath, ...input } = props
  const { paths, secretsAllowed } = useKnownPaths()
  const [completing, setCompleting] = useState(false)
  // A path that is being chosen is not wrong yet.
  const error = completing ? undefined : props.error
  const segments = props.bare ? segmentPath(props.value, paths) : segmentText(props.value, paths)
  const warning = props.error || completing ? null : pathWarning(segments, secretsAllowed)
  const notes =
    warning || description ? (
      <>
        {warning ? <span className="block text-warning">{warning}</span> : null}
        {description}
      </>
    ) : undefined
  return (
    <div data-field={fieldPath} className={className}>
      <Field {...{ label, hideLabel, error, required, optional, aside }} description={notes}>
        {(control) => <TemplateInput {...input} control={control} segments={segments} onCompleting={setCompleting} />}
      </Field>
    </div>
  )
}

'use client'

import { type ReactNode, useState } from 'react'
import { Field } from '@/components/form/field'
import { pathWarning, segmentPath, segmentText } from './highlight'
import { useKnownPaths } from './known-paths'
import { previewPath, previewText } from './preview'
import { TemplateInput, type TemplateInputProps } from './template-input'
import { TemplatePreview } from './template-preview'

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
  /** How values are written where this text goes; the preview shows them so. */
  encode?: ((value: string) => string) | undefined
  /** False: the values of the last execution are shown elsewhere. */
  previewed?: boolean | undefined
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
  const {
    label,
    hideLabel,
    description,
    required,
    optional,
    aside,
    className,
    fieldPath,
    encode,
    previewed = true,
    ...input
  } = props
  const { paths, context, secretsAllowed, strict = true } = useKnownPaths()
  const [completing, setCompleting] = useState(false)
  // A path that is being chosen is not wrong yet.
  const error = completing ? undefined : props.error
  const checked = strict ? paths : null
  const segments = props.bare ? segmentPath(props.value, checked) : segmentText(props.value, checked)
  const warning = props.error || completing ? null : pathWarning(segments, secretsAllowed)
  const source = { paths, context }
  const preview = !previewed
    ? null
    : props.bare
      ? previewPath(props.value, source)
      : previewText(props.value, source, encode)
  const notes =
    warning || description || preview ? (
      <>
        {preview && !(warning && preview.from === 'nothing') ? <TemplatePreview preview={preview} /> : null}
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

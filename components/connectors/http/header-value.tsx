'use client'

import { useController } from 'react-hook-form'
import { TemplateField } from '@/components/template/template-field'
import type { ConnectorValues } from './connector-values'

/** The value of a header: text with dynamic values of the flows that call the connector. */
export function HeaderValue({ index }: { index: number }) {
  const { field, fieldState } = useController<ConnectorValues, `headers.${number}.value`>({
    name: `headers.${index}.value`,
  })
  return (
    <TemplateField
      label={`Value of header ${index + 1}`}
      hideLabel
      mono
      wraps
      placeholder="{{execution.id}}"
      value={field.value}
      error={fieldState.error?.message}
      onChange={field.onChange}
      onBlur={field.onBlur}
    />
  )
}

'use client'

import { type ComponentProps, useState } from 'react'
import { TemplateField } from '@/components/template/template-field'
import { ADDRESS_HINTS, type AddressUse, hasForbiddenScheme } from '@/lib/steps/screen/address'

export interface AddressFieldProps extends ComponentProps<typeof TemplateField> {
  use: AddressUse
}

/**
 * The address of a link or image. One with a scheme that is refused everywhere stays in the field and does not enter
 * the document, which could not be saved with it.
 */
export function AddressField({ use, value, onChange, error, ...props }: AddressFieldProps) {
  const [refused, setRefused] = useState<string | null>(null)
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    setSeen(value)
    setRefused(null)
  }
  return (
    <TemplateField
      {...props}
      mono
      maxLength={2_000}
      value={refused ?? value}
      onChange={(text) => {
        const isRefused = hasForbiddenScheme(text, use)
        setRefused(isRefused ? text : null)
        if (!isRefused) onChange(text)
      }}
      error={refused === null ? error : `${ADDRESS_HINTS[use]} Until then the one before is kept.`}
    />
  )
}

'use client'

import type { ReactNode } from 'react'
import { type FieldPathByValue, useWatch } from 'react-hook-form'
import { TextField } from '@/components/form/text-field'
import type { AppValues } from './app-values'

export interface UrlFieldProps {
  name: FieldPathByValue<AppValues, string>
  label: string
  placeholder: string
  description?: ReactNode
  required?: boolean
  aside?: ReactNode
}

/** An address of the provider; it says so when what is sent there could be read on the way. */
export function UrlField({ name, description, required, ...props }: UrlFieldProps) {
  const value = useWatch<AppValues>({ name })
  const open = typeof value === 'string' && isOpen(value)
  return (
    <TextField<AppValues>
      {...props}
      name={name}
      required={required ?? false}
      optional={!required}
      type="url"
      inputMode="url"
      autoComplete="off"
      spellCheck={false}
      inputClassName="font-mono text-xs"
      description={
        open ? (
          <span className="text-warning">
            This address has no TLS: anyone on the way can read codes, secrets and tokens. Use https.
          </span>
        ) : (
          description
        )
      }
    />
  )
}

function isOpen(address: string): boolean {
  if (!/^http:\/\//i.test(address.trim()) || !URL.canParse(address)) return false
  // What stays on this machine has no way to be read on.
  return !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(address).hostname)
}

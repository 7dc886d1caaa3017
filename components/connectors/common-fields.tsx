'use client'

import { TextField } from '@/components/form/text-field'
import { TextareaField } from '@/components/form/textarea-field'
import { DEFAULT_TIMEOUT_SECONDS } from '@/lib/connectors/fields'

interface HeadValues {
  name: string
  description: string
}

/** What every connector's form begins with. */
export function HeadFields({ isNew, placeholder }: { isNew: boolean; placeholder: string }) {
  return (
    <>
      <TextField<HeadValues>
        name="name"
        label="Name"
        required
        autoComplete="off"
        autoFocus={isNew}
        placeholder={placeholder}
        description="Flow files and the + menu of the flow editor call it by this name."
      />
      <TextareaField<HeadValues> name="description" label="Description" optional rows={2} />
    </>
  )
}

interface ServerValues {
  host: string
  port: number | null
}

/** Where a server is that no base URL names. */
export function ServerFields({ placeholder, usualPort }: { placeholder: string; usualPort: number }) {
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
      <TextField<ServerValues>
        name="host"
        label="Host"
        required
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        inputClassName="font-mono text-xs"
      />
      <TextField<ServerValues>
        name="port"
        label="Port"
        optional
        type="number"
        inputMode="numeric"
        placeholder={String(usualPort)}
      />
    </div>
  )
}

/** The timeout of calls whose step names none. */
export function TimeoutField({ className }: { className?: string }) {
  return (
    <TextField<{ timeoutSeconds: number | null }>
      name="timeoutSeconds"
      label="Timeout, seconds"
      optional
      type="number"
      inputMode="numeric"
      placeholder={String(DEFAULT_TIMEOUT_SECONDS)}
      description="Of calls whose step sets none. 1 to 120."
      className={className}
    />
  )
}

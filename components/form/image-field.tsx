'use client'

import { Upload } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { type FieldPath, type FieldValues, useController } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { LOGO_CHARACTERS_MAX } from '@/lib/logo'
import { Field } from './field'

export interface ImageFieldProps<T extends FieldValues> {
  name: FieldPath<T>
  label: string
  description: ReactNode
  className?: string
}

/** An image: its address, or a small one that is kept with the rest. */
export function ImageField<T extends FieldValues>({ name, label, description, className }: ImageFieldProps<T>) {
  const { field, fieldState } = useController<T>({ name })
  const file = useRef<HTMLInputElement>(null)
  const value = String(field.value ?? '')
  const isUploaded = value.startsWith('data:')

  async function take(chosen: File | undefined) {
    if (!chosen) return
    // One that is far too large is not read at all; the form says what is wrong with one that is a little too large.
    const text = chosen.size > LOGO_CHARACTERS_MAX ? 'x'.repeat(LOGO_CHARACTERS_MAX + 1) : await readAsDataUrl(chosen)
    field.onChange(text)
  }

  return (
    <Field label={label} optional description={description} error={fieldState.error?.message} className={className}>
      {(control) => (
        <div className="flex gap-1.5">
          {isUploaded || value.length > 2_000 ? (
            <Input {...control} readOnly value={`Uploaded image, ${Math.ceil(value.length / 1_366)} KB`} />
          ) : (
            <Input
              {...control}
              ref={field.ref}
              name={field.name}
              value={value}
              placeholder="https://example.com/logo.svg"
              autoComplete="off"
              maxLength={2_000}
              onBlur={field.onBlur}
              onChange={(event) => field.onChange(event.target.value)}
            />
          )}
          {value === '' ? (
            <Button variant="secondary" onClick={() => file.current?.click()}>
              <Upload aria-hidden />
              Upload
            </Button>
          ) : (
            <Button variant="secondary" onClick={() => field.onChange('')}>
              Remove
            </Button>
          )}
          <input
            ref={file}
            type="file"
            accept="image/png,image/jpeg,image/gif,image/webp,image/svg+xml"
            aria-label={`${label} file`}
            hidden
            onChange={(event) => {
              void take(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </div>
      )}
    </Field>
  )
}

function readAsDataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '')
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}

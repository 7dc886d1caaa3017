'use client'

import { Upload } from 'lucide-react'
import { useRef } from 'react'
import { useController } from 'react-hook-form'
import { Field } from '@/components/form/field'
import { TextField } from '@/components/form/text-field'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { LOGO_CHARACTERS_MAX } from '@/lib/logo'

interface LogoValues {
  theme: { logo: string; logoAlt: string }
}

/** The logo: the address of an image, or a small one that is kept with the theme. */
export function LogoField() {
  const { field, fieldState } = useController<LogoValues, 'theme.logo'>({ name: 'theme.logo' })
  const file = useRef<HTMLInputElement>(null)
  const isUploaded = field.value.startsWith('data:')

  async function take(chosen: File | undefined) {
    if (!chosen) return
    // One that is far too large is not read at all; the form says what is wrong with one that is a little too large.
    const text = chosen.size > LOGO_CHARACTERS_MAX ? 'x'.repeat(LOGO_CHARACTERS_MAX + 1) : await readAsDataUrl(chosen)
    field.onChange(text)
  }

  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Field
        label="Logo"
        optional
        description="Shown above every screen. The address of an image, or upload one of at most 30 KB."
        error={fieldState.error?.message}
      >
        {(control) => (
          <div className="flex gap-1.5">
            {isUploaded || field.value.length > 2_000 ? (
              <Input {...control} readOnly value={`Uploaded image, ${Math.ceil(field.value.length / 1_366)} KB`} />
            ) : (
              <Input
                {...control}
                ref={field.ref}
                name={field.name}
                value={field.value}
                placeholder="https://example.com/logo.svg"
                autoComplete="off"
                maxLength={2_000}
                onBlur={field.onBlur}
                onChange={(event) => field.onChange(event.target.value)}
              />
            )}
            {field.value === '' ? (
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
              aria-label="Logo file"
              hidden
              onChange={(event) => {
                void take(event.target.files?.[0])
                event.target.value = ''
              }}
            />
          </div>
        )}
      </Field>
      <TextField
        name="theme.logoAlt"
        label="What the logo says"
        optional
        placeholder="Acme"
        autoComplete="off"
        description="Read to people who cannot see it."
      />
    </div>
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

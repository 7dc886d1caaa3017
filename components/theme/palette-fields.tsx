'use client'

import { useController } from 'react-hook-form'
import { Field } from '@/components/form/field'
import { Input } from '@/components/ui/input'
import { isColor } from '@/lib/theme/color'
import type { Palette, Scheme } from '@/lib/theme/theme'

const labels: Readonly<Record<keyof Palette, string>> = {
  accent: 'Accent',
  onAccent: 'Text on accent',
  surface: 'Card',
  page: 'Around the card',
  text: 'Text',
  muted: 'Muted text',
  control: 'Frames of fields',
  danger: 'Errors',
}

const names: readonly (keyof Palette)[] = [
  'accent',
  'onAccent',
  'surface',
  'page',
  'text',
  'muted',
  'control',
  'danger',
]

/** The colours of one scheme. */
export function PaletteFields({ scheme }: { scheme: Scheme }) {
  return (
    <fieldset className="grid min-w-0 content-start gap-3">
      <legend className="mb-2 font-medium text-sm">{scheme === 'light' ? 'Light colours' : 'Dark colours'}</legend>
      <div className="grid grid-cols-2 gap-3">
        {names.map((name) => (
          <ColorField key={name} scheme={scheme} name={name} />
        ))}
      </div>
    </fieldset>
  )
}

function ColorField({ scheme, name }: { scheme: Scheme; name: keyof Palette }) {
  const { field, fieldState } = useController<Record<string, string>>({ name: `theme.${scheme}.${name}` })
  const value = field.value ?? ''
  const spoken = `${labels[name]}, ${scheme}`
  return (
    <Field
      label={
        <>
          {labels[name]}
          <span className="sr-only">, {scheme}</span>
        </>
      }
      error={fieldState.error?.message}
    >
      {(control) => (
        <div className="flex items-center gap-1.5">
          <input
            type="color"
            aria-label={`Choose ${spoken}`}
            value={isColor(value) ? value : '#000000'}
            onChange={(event) => field.onChange(event.target.value)}
            className="size-8 shrink-0 cursor-pointer rounded-md border border-control bg-surface p-0.5"
          />
          <Input
            {...control}
            ref={field.ref}
            name={field.name}
            value={value}
            maxLength={7}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-xs"
            onBlur={field.onBlur}
            onChange={(event) => field.onChange(event.target.value)}
          />
        </div>
      )}
    </Field>
  )
}

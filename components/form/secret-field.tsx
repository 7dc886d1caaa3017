'use client'

import { Eye, EyeOff, Lock } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { type FieldValues, useController } from 'react-hook-form'
import { Button, IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import { type ControlAttributes, Field } from './field'
import type { BoundFieldProps } from './field-types'

export interface SecretFieldProps<T extends FieldValues, C, O> extends BoundFieldProps<T, C, O> {
  /** A value is stored on the server. It never comes back; it can only be replaced. */
  stored: boolean
  placeholder?: string | undefined
  /** Of several lines, a PEM for one. */
  multiline?: boolean
  /** It may be absent: a stored one can be removed. The form's value is an `OptionalSecret` then. */
  removable?: boolean
  /** Said instead of the description as long as the stored one is kept. */
  keptNote?: ReactNode
}

/**
 * A secret. The form's value is null as long as the stored one stays, and text once the person replaces it; false when
 * it is to be removed.
 */
export function SecretField<T extends FieldValues, C = unknown, O = T>(props: SecretFieldProps<T, C, O>) {
  const { name, label, hideLabel, required, optional, className, disabled, stored, placeholder } = props
  const { field, fieldState } = useController({ name, control: props.control })
  const [shown, setShown] = useState(false)
  const undoId = useId()
  const value: unknown = field.value
  const removed = stored && value === false
  const kept = stored && typeof value !== 'string' && !removed
  const error = fieldState.error?.message
  const note = kept && !error && props.keptNote ? <span className="text-warning">{props.keptNote}</span> : null

  const undo = (
    <Button variant="link" size="inline" className="text-xs" onClick={() => field.onChange(null)} id={undoId}>
      Keep the stored value
    </Button>
  )
  // Of one that may be absent, nothing typed is nothing to save.
  const setText = (text: string) => field.onChange(props.removable && !stored && text === '' ? null : text)
  const control = (attributes: ControlAttributes) => ({
    ...attributes,
    ref: field.ref,
    name: field.name,
    autoComplete: 'new-password',
    spellCheck: false,
    disabled,
    placeholder,
    value: typeof value === 'string' ? value : '',
    onBlur: field.onBlur,
    onChange: (event: { target: { value: string } }) => setText(event.target.value),
  })
  return (
    <Field
      {...{ label, hideLabel, required, optional, className }}
      aside={stored && !kept ? undo : props.aside}
      description={note ?? props.description}
      error={error}
    >
      {(attributes) =>
        kept ? (
          <div
            className={cn(
              'flex h-8 items-center gap-2 rounded-md border bg-sunken pr-1 pl-2.5',
              error ? 'border-danger-solid' : 'border-line',
            )}
          >
            <Lock aria-hidden className="size-3.5 text-subtle" />
            <span className="flex-1 text-muted text-sm">
              <span aria-hidden>••••••••</span>
              <span className="sr-only">A value is stored.</span>
            </span>
            <Button
              id={attributes.id}
              aria-labelledby={`${attributes.id}-verb ${attributes.id}-label`}
              aria-describedby={attributes['aria-describedby']}
              ref={field.ref}
              size="sm"
              variant="ghost"
              className="h-6"
              disabled={disabled}
              onClick={() => {
                field.onChange('')
                requestAnimationFrame(() => document.getElementById(attributes.id)?.focus())
              }}
            >
              <span id={`${attributes.id}-verb`}>Replace</span>
            </Button>
            {props.removable ? (
              <Button
                id={`${attributes.id}-remove`}
                aria-labelledby={`${attributes.id}-remove ${attributes.id}-label`}
                size="sm"
                variant="ghost"
                className="h-6"
                disabled={disabled}
                onClick={() => {
                  field.onChange(false)
                  requestAnimationFrame(() => document.getElementById(undoId)?.focus())
                }}
              >
                Remove
              </Button>
            ) : null}
          </div>
        ) : removed ? (
          <p
            id={attributes.id}
            role="status"
            className="flex h-8 items-center rounded-md border border-line border-dashed px-2.5 text-muted text-sm"
          >
            Removed when you save.
          </p>
        ) : (
          <div className="relative">
            {props.multiline ? (
              // Browsers hide what is typed in one line alone; this property hides it here.
              <Textarea
                {...control(attributes)}
                rows={4}
                className={cn(
                  'max-h-48 resize-none overflow-y-auto break-all pr-9 font-mono text-xs',
                  !shown && '[-webkit-text-security:disc]',
                )}
              />
            ) : (
              <Input {...control(attributes)} type={shown ? 'text' : 'password'} className="pr-9" />
            )}
            <IconButton
              label={shown ? 'Hide what is typed' : 'Show what is typed'}
              size="icon-xs"
              className="absolute top-1 right-1"
              onClick={() => setShown(!shown)}
            >
              {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
            </IconButton>
          </div>
        )
      }
    </Field>
  )
}

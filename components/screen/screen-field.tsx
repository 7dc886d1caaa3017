import type { ReactNode } from 'react'
import type { InputComponent } from '@/lib/steps/screen/schema'

export interface ScreenFieldProps {
  id: string
  component: InputComponent
  value: string | boolean
  error: string | undefined
  autoFill: boolean
  onChange: (value: string | boolean) => void
}

/** One input of a screen with its label and error. */
export function ScreenField({ id, component, value, error, autoFill, onChange }: ScreenFieldProps) {
  const attributes = {
    id,
    name: component.name,
    'aria-required': component.required || undefined,
    'aria-invalid': error ? (true as const) : undefined,
    'aria-describedby': error ? `${id}-error` : undefined,
  }
  const text = typeof value === 'string' ? value : ''
  const label = (
    <label htmlFor={id} className="screen-label">
      {component.label || component.name}
      {component.required ? (
        <span aria-hidden className="screen-required">
          *
        </span>
      ) : null}
    </label>
  )

  if (component.type === 'checkbox') {
    return (
      <FieldLayout id={id} error={error}>
        <div className="screen-check">
          <input
            {...attributes}
            type="checkbox"
            className="screen-checkbox"
            checked={value === true}
            onChange={(event) => onChange(event.target.checked)}
          />
          {label}
        </div>
      </FieldLayout>
    )
  }
  return (
    <FieldLayout id={id} error={error}>
      {label}
      {component.type === 'select' ? (
        <select
          {...attributes}
          className="screen-input screen-select"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">Choose…</option>
          {component.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label || option.value}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...attributes}
          {...inputKind(component, autoFill)}
          className="screen-input"
          placeholder={'placeholder' in component ? component.placeholder : undefined}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FieldLayout>
  )
}

function FieldLayout({ id, error, children }: { id: string; error: string | undefined; children: ReactNode }) {
  return (
    <div className="screen-field">
      {children}
      {error ? (
        <p id={`${id}-error`} className="screen-field-error">
          {error}
        </p>
      ) : null}
    </div>
  )
}

function inputKind(component: InputComponent, autoFill: boolean) {
  switch (component.type) {
    case 'email':
      return { type: 'email', autoComplete: autoFill ? 'email' : 'off' }
    case 'password':
      // Browsers ignore "off" on passwords and would offer the operator's own; "new-password" they respect.
      return { type: 'password', autoComplete: autoFill ? 'current-password' : 'new-password' }
    case 'phone':
      return { type: 'tel', autoComplete: autoFill ? 'tel' : 'off' }
    case 'code':
      return { type: 'text', inputMode: 'numeric', autoComplete: autoFill ? 'one-time-code' : 'off' } as const
    case 'api-key':
      return { type: 'password', autoComplete: autoFill ? 'off' : 'new-password' }
    case 'number':
      // Not type=number: it gives nothing at all for text that is no number, so the server could not say what is wrong.
      return { type: 'text', inputMode: 'decimal', autoComplete: 'off' } as const
    default:
      return { type: 'text', autoComplete: autoFill ? 'on' : 'off' }
  }
}

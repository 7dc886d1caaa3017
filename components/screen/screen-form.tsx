'use client'

import './screen.css'
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { JsonObject } from '@/lib/language/json'
import type { ScreenView } from '@/lib/steps/screen/render'
import type { ButtonComponent, ScreenComponent } from '@/lib/steps/screen/schema'
import { AppLogo, ScreenDivider, ScreenImage, ScreenLink } from './screen-content'
import { ScreenField } from './screen-field'
import { findEnterButton, findFirstInvalid, isPrimary, toFirstValues, toInput, toNextValues } from './screen-values'

export interface ScreenFormProps {
  view: ScreenView
  onSubmit: (interactionId: string, input: JsonObject) => void
  /** A submission is under way: the pressed button shows it and nothing more can be pressed. */
  busy?: boolean
  /** A preview: everything is shown, nothing can be used. */
  disabled?: boolean
  /** Lets the browser fill in names and passwords: for end users, not for operators. */
  autoFill?: boolean
  /** The screen is the whole page, so that its first heading is the page's. */
  isPage?: boolean
  className?: string
  /** Wraps each component, for an editor: `content` is null where a component shows nothing now. */
  frame?: ((content: ReactNode, place: number) => ReactNode) | undefined
}

/** The one renderer of flow screens. It styles itself by `--screen-*` variables, so that it can stand on any page. */
export function ScreenForm({ view, onSubmit, busy, disabled, autoFill, isPage, className, frame }: ScreenFormProps) {
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const [shown, setShown] = useState(view)
  const [values, setValues] = useState(() => toFirstValues(view))
  const [edited, setEdited] = useState<ReadonlySet<string>>(new Set())
  const [pressed, setPressed] = useState<string | null>(null)

  // A reload of the same content is not a new answer: what is typed stays.
  if (view !== shown) {
    setShown(view)
    if (JSON.stringify(view) !== JSON.stringify(shown)) {
      setValues(toNextValues(view, shown, values))
      setEdited(new Set())
    }
  }

  const wasBusy = useRef(false)
  useEffect(() => {
    const answered = wasBusy.current && !busy
    wasBusy.current = busy ?? false
    if (!answered) return
    setEdited(new Set())
    const invalid = findFirstInvalid(view)
    if (invalid !== null) form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(invalid)}"]`)?.focus()
  }, [busy, view])

  const press = (button: ButtonComponent) => {
    if (busy || disabled) return
    setPressed(button.id)
    onSubmit(button.id, toInput(view, values))
  }
  const enterButton = findEnterButton(view)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (enterButton) press(enterButton)
  }
  const pageHeading = isPage ? view.components.find(({ type }) => type === 'heading') : undefined
  const hasErrorPlace = view.components.some((component) => component.type === 'error')
  const error = view.error === null ? null : <ScreenError text={view.error} />

  const render = (component: ScreenComponent) => {
    switch (component.type) {
      case 'heading':
        return component === pageHeading ? (
          <h1 className="screen-heading">{component.text}</h1>
        ) : (
          <h2 className="screen-heading">{component.text}</h2>
        )
      case 'text':
        return <p className="screen-text">{component.text}</p>
      case 'link':
        return <ScreenLink text={component.text} url={component.url} disabled={disabled} />
      case 'image':
        return <ScreenImage alt={component.alt} url={component.url} width={component.width} />
      case 'divider':
        return <ScreenDivider text={component.text} />
      case 'error':
        return error
      case 'button':
      case 'outbound-app-button':
        return (
          <button
            type={component === enterButton ? 'submit' : 'button'}
            className={buttonClass(component)}
            aria-disabled={busy || undefined}
            aria-busy={(busy && pressed === component.id) || undefined}
            onClick={component === enterButton ? undefined : () => press(component)}
          >
            {busy && pressed === component.id ? (
              <span aria-hidden className="screen-spinner" />
            ) : (
              <ButtonIcon view={view} button={component} />
            )}
            {component.text}
          </button>
        )
      default:
        return (
          <ScreenField
            id={`${id}-${component.name}`}
            component={component}
            value={values[component.name] ?? ''}
            error={edited.has(component.name) ? undefined : fieldErrorOf(view, component.name)}
            autoFill={autoFill ?? false}
            onChange={(value) => {
              setValues((now) => ({ ...now, [component.name]: value }))
              setEdited((now) => new Set([...now, component.name]))
            }}
          />
        )
    }
  }

  return (
    <form ref={form} noValidate className={className ? `screen ${className}` : 'screen'} onSubmit={submit}>
      <fieldset className="screen-body" disabled={disabled}>
        {view.app ? (
          <div className="screen-app">
            <AppLogo app={view.app} large />
          </div>
        ) : null}
        {hasErrorPlace ? null : error}
        {view.components.map((component, index) => {
          const content = frame ? frame(render(component), index) : render(component)
          // biome-ignore lint/suspicious/noArrayIndexKey: components have no ids; their place is what they are
          return content ? <div key={index}>{content}</div> : null
        })}
      </fieldset>
    </form>
  )
}

/** A field may be called as what every object has: constructor. */
function fieldErrorOf({ fieldErrors }: ScreenView, name: string): string | undefined {
  return Object.hasOwn(fieldErrors, name) ? fieldErrors[name] : undefined
}

/** The logo of the app that a button connects, as far as it is known. */
function ButtonIcon({ view, button }: { view: ScreenView; button: ButtonComponent }) {
  if (button.type !== 'outbound-app-button' || button.icon === 'none') return null
  const connects = view.connects ?? {}
  const app = Object.hasOwn(connects, button.id) ? connects[button.id]?.app : null
  return app ? <AppLogo app={app} /> : null
}

function buttonClass(button: ButtonComponent): string {
  const { size = 'medium', width = 'full' } = button.type === 'outbound-app-button' ? button : {}
  return [
    'screen-button',
    ...(isPrimary(button) ? ['screen-button-primary'] : []),
    ...(size === 'medium' ? [] : [`screen-button-${size}`]),
    ...(width === 'full' ? [] : ['screen-button-content']),
  ].join(' ')
}

function ScreenError({ text }: { text: string }) {
  return (
    <div role="alert" className="screen-error">
      {text}
    </div>
  )
}

import type { Json, JsonObject } from '../../language/json'
import { resolveText, type Scope, toTemplate } from '../../language/template'
import { type AddressUse, safeAddress } from './address'
import { isSecretInput } from './component'
import type { ScreenComponent, ScreenStep } from './schema'

/** A screen as it is sent to whoever shows it: dynamic values resolved, errors and first values in place. */
export interface ScreenView {
  components: ScreenComponent[]
  error: string | null
  fieldErrors: Record<string, string>
  /** By field name; never a secret field. */
  values: JsonObject
  /** By the id of a button that leads to a step which connects an account. Absent: there is none. */
  connects?: Readonly<Record<string, ConnectButtonView>>
  /** Whose screen it is, above its components; of one that asks for an API key. */
  app?: AppFace
}

/** An outbound app as people see it. */
export interface AppFace {
  id: string
  name: string
  /** A data: URL; empty: it has none that may be shown here. */
  logo: string
}

export interface ConnectButtonView {
  /** Pressed, it opens the window of a provider. */
  opensWindow: boolean
  /** Null: it is not known yet which. */
  app: AppFace | null
}

/**
 * @param wait the errors and typed values of a failed submission; typed values win over defaults
 */
export function renderScreen(
  step: ScreenStep,
  wait: { error: string | null; fieldErrors: Record<string, string> | null; values: JsonObject },
  scope: Scope,
  onMissing: (source: string) => void = () => {},
): ScreenView {
  const resolve = (text: string) => resolveText(toTemplate(text), scope, onMissing)
  const resolveAddress = (url: string, use: AddressUse) => toAddress(url, use, scope, onMissing)
  const values: JsonObject = {}
  const components = step.components.map((component): ScreenComponent => {
    switch (component.type) {
      case 'heading':
      case 'text':
      case 'button':
      case 'outbound-app-button':
        return { ...component, text: resolve(component.text) }
      case 'link':
        return { ...component, text: resolve(component.text), url: resolveAddress(component.url, 'link') }
      case 'image':
        return { ...component, alt: resolve(component.alt), url: resolveAddress(component.url, 'image') }
      case 'divider':
      case 'error':
        return component
    }
    if (isSecretInput(component)) return component
    const typed = Object.hasOwn(wait.values, component.name) ? wait.values[component.name] : undefined
    // Null is a number field that was emptied: its default must not come back.
    const value = typed === undefined ? defaultOf(component, resolve) : typed
    if (value !== undefined) values[component.name] = value
    return component
  })
  return { components, error: wait.error, fieldErrors: wait.fieldErrors ?? {}, values }
}

function defaultOf(component: ScreenComponent, resolve: (text: string) => string): Json | undefined {
  if (!('default' in component) || component.default === undefined) return undefined
  return typeof component.default === 'string' ? resolve(component.default) : component.default
}

/**
 * An address with its dynamic values: one that begins it is taken as it is, others are encoded for their place, so that
 * they add nothing to it. Empty when the result is not one that may be shown.
 */
function toAddress(url: string, use: AddressUse, scope: Scope, onMissing: (source: string) => void): string {
  const [first, ...rest] = toTemplate(url)
  if (first === undefined) return ''
  const begin = resolveText([first], scope, onMissing)
  const end = resolveText(rest, scope, onMissing, (text) => encodeURIComponent(text.toWellFormed()))
  return safeAddress(begin + end, use) ?? ''
}

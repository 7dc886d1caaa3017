import type { Json, JsonObject } from '@/lib/language/json'
import { toText } from '@/lib/language/json'
import { isButton, isInput, isSecretInput } from '@/lib/steps/screen/component'
import type { ScreenView } from '@/lib/steps/screen/render'
import type { ButtonComponent, InputComponent } from '@/lib/steps/screen/schema'

/** What a person has typed so far, by field name. Secret fields are here only, never in a view. */
export type ScreenValues = Readonly<Record<string, string | boolean>>

export function listInputs(view: ScreenView): InputComponent[] {
  return view.components.filter(isInput)
}

/** The values that a view begins with. A secret field is never prefilled, whatever the view says. */
export function toFirstValues(view: ScreenView): ScreenValues {
  const values: Record<string, string | boolean> = {}
  for (const input of listInputs(view)) {
    const given = Object.hasOwn(view.values, input.name) ? view.values[input.name] : undefined
    if (input.type === 'checkbox') values[input.name] = given === true || given === 'true'
    else values[input.name] = isSecretInput(input) ? '' : toText(given)
  }
  return values
}

/**
 * The values for the view that answers a submission. When it is the same form with an error, what was typed stays:
 * the server keeps only the values that it could read.
 */
export function toNextValues(view: ScreenView, before: ScreenView, typed: ScreenValues): ScreenValues {
  const first = toFirstValues(view)
  const failed = view.error !== null || Object.keys(view.fieldErrors).length > 0
  if (!failed || formSignature(view) !== formSignature(before)) return first
  const kept = listInputs(view).filter((input) => !isSecretInput(input))
  return { ...first, ...Object.fromEntries(kept.map(({ name }) => [name, typed[name] ?? first[name] ?? ''])) }
}

/** The values as they are submitted: numbers as numbers where they are ones, everything else as typed. */
export function toInput(view: ScreenView, values: ScreenValues): JsonObject {
  return Object.fromEntries(listInputs(view).map((input): [string, Json] => [input.name, readValue(input, values)]))
}

/** The button that Enter presses: the first primary one, else the first; one that connects an account only if there is no other. */
export function findEnterButton(view: ScreenView): ButtonComponent | null {
  const all = view.components.filter(isButton)
  const plain = all.filter(({ type }) => type === 'button')
  const buttons = plain.length > 0 ? plain : all
  return buttons.find(isPrimary) ?? buttons[0] ?? null
}

export function isPrimary(button: ButtonComponent): boolean {
  return button.variant !== 'secondary'
}

/** The first input with an error, in the order of the screen. */
export function findFirstInvalid(view: ScreenView): string | null {
  return listInputs(view).find((input) => Object.hasOwn(view.fieldErrors, input.name))?.name ?? null
}

function readValue(input: InputComponent, values: ScreenValues): Json {
  const value = values[input.name] ?? ''
  if (input.type !== 'number' || typeof value !== 'string' || value.trim() === '') return value
  const number = Number(value)
  return Number.isFinite(number) ? number : value
}

function formSignature(view: ScreenView): string {
  return JSON.stringify(listInputs(view).map((input) => [input.type, input.name]))
}

import type { Json, JsonObject } from '../../language/json'
import { toText } from '../../language/json'
import { compilePattern, isEmail, isPhone, matchPattern, toNumber } from '../../language/operators'
import { isInput, isSecretInput } from './component'
import type { InputComponent, ScreenStep } from './schema'

/** What a submission comes to: values for `form.*`, secret fields apart, and the errors by field. */
export interface Submission {
  values: JsonObject
  secrets: Record<string, string>
  fieldErrors: Record<string, string>
  /** What was typed into the fields with an error, so that it can be corrected and not typed again; no secret fields. */
  refused: JsonObject
}

const MAX_TEXT = 10_000

/** What Descope's web component adds to every form: the address of its page. */
const ADDED_BY_CLIENTS = 'origin'

/** The names in a submission that its screen has no field for: no page of ours sends them. */
export function listUnknownFields(step: ScreenStep, input: JsonObject): string[] {
  const known = new Set(step.components.filter(isInput).map(({ name }) => name))
  return Object.keys(input).filter((name) => !known.has(name) && name !== ADDED_BY_CLIENTS)
}

/**
 * Checks a submitted form against its screen. Fields that the screen does not have are left out.
 * @param checked false for a button that skips validation: then values are taken as far as they are of the right type
 */
export function readSubmission(step: ScreenStep, input: JsonObject, checked: boolean): Submission {
  const submission: Submission = { values: {}, secrets: {}, fieldErrors: {}, refused: {} }
  for (const component of step.components) {
    if (!isInput(component)) continue
    const given = Object.hasOwn(input, component.name) ? input[component.name] : undefined
    const read = readField(component, given ?? null)
    if ('error' in read) {
      if (!checked) continue
      submission.fieldErrors[component.name] = read.error
      const typed = readRefused(component, given ?? null)
      if (typed !== undefined) submission.refused[component.name] = typed
    } else if (isSecretInput(component)) {
      if (read.value !== null) submission.secrets[component.name] = toText(read.value)
    } else submission.values[component.name] = read.value
  }
  return submission
}

function readField(component: InputComponent, given: Json): { value: Json } | { error: string } {
  if (typeof given === 'object' && given !== null) return { error: 'Enter a single value.' }
  if (component.type === 'checkbox') {
    const value = given === true || given === 'true' || given === 'on'
    return component.required && !value ? { error: 'Tick this box to go on.' } : { value }
  }
  const text = toText(given)
  if (text.trim() === '')
    return component.required
      ? { error: `${component.label || 'This field'} is required.` }
      : { value: component.type === 'number' ? null : '' }
  if (text.length > MAX_TEXT) return { error: `Enter at most ${MAX_TEXT.toLocaleString('en')} characters.` }
  switch (component.type) {
    case 'number':
      return readNumber(component, text)
    case 'select':
      return component.options.some((option) => option.value === text)
        ? { value: text }
        : { error: 'Choose one of the options.' }
    case 'email': {
      const email = text.trim()
      if (!isEmail(email)) return { error: 'Enter an email address, for example ada@example.com.' }
      return matches(component.pattern, email) ? { value: email } : UNEXPECTED
    }
    case 'phone': {
      const phone = text.trim()
      if (!isPhone(phone)) return { error: 'Enter a phone number, for example +41 44 668 18 00.' }
      return matches(component.pattern, phone) ? { value: phone } : UNEXPECTED
    }
    case 'text-input':
      return matches(component.pattern, text) ? { value: text } : UNEXPECTED
    case 'password':
      return { value: text }
    case 'code':
      return readCode(component, text)
    case 'api-key': {
      // Copied with the space around it; inside a key there is none.
      const key = text.trim()
      return /[\s\p{Cc}]/u.test(key) ? { error: 'Enter the key alone, without spaces or line breaks.' } : { value: key }
    }
  }
}

const UNEXPECTED = { error: 'This does not have the expected form.' }

/** Mails and messages show codes in groups. */
function readCode({ digits }: { digits?: number | undefined }, text: string): { value: Json } | { error: string } {
  const code = text.replace(/[\s-]/g, '')
  if (digits === undefined) return { value: code }
  return code.length === digits && /^\d+$/.test(code)
    ? { value: code }
    : { error: `Enter the ${digits} digits of the code.` }
}

/** Undefined: nothing that the field could show again, or that should be kept. */
function readRefused(component: InputComponent, given: Json): Json | undefined {
  if (isSecretInput(component)) return undefined
  if (component.type === 'checkbox') return false
  if (typeof given === 'object' && given !== null) return undefined
  const text = toText(given)
  const isChoice = component.type === 'select' && text !== ''
  return isChoice || text.length > MAX_TEXT ? undefined : text
}

function readNumber(
  component: { min?: number | undefined; max?: number | undefined },
  text: string,
): { value: Json } | { error: string } {
  const value = toNumber(text)
  if (value === null) return { error: 'Enter a number.' }
  if (component.min !== undefined && value < component.min) return { error: `Enter at least ${component.min}.` }
  if (component.max !== undefined && value > component.max) return { error: `Enter at most ${component.max}.` }
  return { value }
}

function matches(pattern: string | undefined, text: string): boolean {
  if (!pattern) return true
  const compiled = compilePattern(pattern)
  return typeof compiled === 'string' || matchPattern(compiled, text, 'matches')
}

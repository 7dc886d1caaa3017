import type { Attribute } from '@/lib/identity/attributes/schema'
import type { JsonObject } from '@/lib/language/json'

/** A custom attribute's value while it is edited: null and empty are none. */
export type AttributeFormValue = string | number | string[] | null
export type AttributeFormValues = Record<string, AttributeFormValue>

/** What is stored as a form holds it: a yes or no as text, because it may also be neither. */
export function toAttributeForm(attributes: readonly Attribute[], stored: JsonObject): AttributeFormValues {
  return Object.fromEntries(
    attributes.map(({ name, type }): [string, AttributeFormValue] => {
      const value = Object.hasOwn(stored, name) ? stored[name] : null
      if (type === 'multiSelect') return [name, Array.isArray(value) ? value.map(String) : []]
      if (type === 'number') return [name, typeof value === 'number' ? value : null]
      return [name, value === null || value === undefined ? '' : String(value)]
    }),
  )
}

/** What a form holds as the services take it: each attribute, null for none. */
export function fromAttributeForm(values: AttributeFormValues): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value === '' || (Array.isArray(value) && value.length === 0) ? null : value,
    ]),
  )
}

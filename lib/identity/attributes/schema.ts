import { z } from 'zod'

export const ATTRIBUTE_TYPES = ['text', 'number', 'boolean', 'date', 'singleSelect', 'multiSelect'] as const
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number]

export const ATTRIBUTE_SUBJECTS = ['user', 'tenant'] as const
export type AttributeSubject = (typeof ATTRIBUTE_SUBJECTS)[number]

export const ATTRIBUTES_MAX = 100
const OPTIONS_MAX = 200

export const attributeTypeLabels: Readonly<Record<AttributeType, { label: string; description: string }>> = {
  text: { label: 'Text', description: 'Up to 2,000 characters' },
  number: { label: 'Number', description: 'Whole or decimal' },
  boolean: { label: 'Yes or no', description: 'A switch' },
  date: { label: 'Date', description: 'A day, or a moment' },
  singleSelect: { label: 'One of a list', description: 'One of the options that you name' },
  multiSelect: { label: 'Several of a list', description: 'Any of the options that you name' },
}

/** A custom attribute of users or of tenants. */
export interface Attribute {
  /** The key below `customAttributes`. */
  name: string
  displayName: string
  type: AttributeType
  /** Of the two selects. */
  options: string[]
}

/** What a custom attribute may hold; of a date `2026-03-01` or a moment in UTC. */
export type AttributeValue = string | number | boolean | string[]

export function hasOptions(type: AttributeType): boolean {
  return type === 'singleSelect' || type === 'multiSelect'
}

const printable = (text: string) => !/\p{Cc}/u.test(text)

const optionSchema = z
  .string()
  .trim()
  .min(1)
  .max(200, 'Use at most 200 characters for an option.')
  .refine(printable, 'An option is one line of text.')

const displayName = z.string().trim().max(100, 'Use at most 100 characters.').refine(printable, 'Use one line.')
const options = z
  .array(optionSchema)
  .max(OPTIONS_MAX, `Use at most ${OPTIONS_MAX} options.`)
  .transform((given) => [...new Set(given)])

export const attributeSchema = z
  .object({
    name: z
      .string()
      .trim()
      .regex(
        /^[A-Za-z][A-Za-z0-9_-]{0,59}$/,
        'Use a letter first, then letters, digits, - and _, at most 60. For example plan.',
      ),
    displayName: displayName.default(''),
    type: z.enum(ATTRIBUTE_TYPES),
    options: options.default([]),
  })
  .superRefine(({ type, options: given }, context) => {
    if (hasOptions(type) && given.length === 0) {
      context.addIssue({ code: 'custom', path: ['options'], message: 'Name at least one option, one a line.' })
    }
  })
  .transform((attribute) => (hasOptions(attribute.type) ? attribute : { ...attribute, options: [] }))

/** What of an attribute may change later: never its name or type, which its values depend on. */
export const attributeChangeSchema = z.object({ displayName, options })

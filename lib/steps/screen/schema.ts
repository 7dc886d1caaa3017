import { z } from 'zod'
import { stepFields } from '../fields'
import { ADDRESS_HINTS, type AddressUse, hasForbiddenScheme } from './address'

const text = z.string().max(5_000)
const name = z.string().max(60)
const label = z.string().max(200)
const required = z.boolean().optional()
const placeholder = z.string().max(200).optional()

/** May hold dynamic values. What would run is refused in drafts too, so that no stored screen holds it. */
const address = (use: AddressUse) =>
  z
    .string()
    .max(2_000)
    .refine((text) => !hasForbiddenScheme(text, use), { error: ADDRESS_HINTS[use] })

const textField = <T extends string>(type: T) =>
  z.strictObject({
    type: z.literal(type),
    name,
    label,
    required,
    placeholder,
    /** A linear-time pattern that the whole value must match. */
    pattern: z.string().max(1_000).optional(),
    /** May hold dynamic values. */
    default: z.string().max(5_000).optional(),
  })

export const componentSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('heading'), text }),
  z.strictObject({ type: z.literal('text'), text }),
  z.strictObject({ type: z.literal('link'), text: z.string().max(500), url: address('link') }),
  z.strictObject({
    type: z.literal('image'),
    url: address('image'),
    /** What it shows, for who cannot see it; empty: it is only decoration. */
    alt: z.string().max(300),
    /** At most as wide, in pixels; without it as wide as the screen. */
    width: z.number().int('Give a whole number.').min(16, 'Give 16 or more.').max(800, 'Give 800 or less.').optional(),
  }),
  /** A line, with a word in it or none. */
  z.strictObject({ type: z.literal('divider'), text: z.string().max(60).optional() }),
  textField('text-input'),
  textField('email'),
  textField('phone'),
  z.strictObject({ type: z.literal('password'), name, label, required, placeholder }),
  z.strictObject({
    type: z.literal('code'),
    name,
    label,
    required,
    /** How many digits it has; without it anything is taken. */
    digits: z.number().int('Give a whole number.').min(4, 'Give 4 or more.').max(10, 'Give 10 or less.').optional(),
  }),
  z.strictObject({ type: z.literal('api-key'), name, label, required, placeholder }),
  z.strictObject({
    type: z.literal('number'),
    name,
    label,
    required,
    placeholder,
    min: z.number().optional(),
    max: z.number().optional(),
    default: z.string().max(5_000).optional(),
  }),
  z.strictObject({ type: z.literal('checkbox'), name, label, required, default: z.boolean().optional() }),
  z.strictObject({
    type: z.literal('select'),
    name,
    label,
    required,
    options: z.array(z.strictObject({ value: z.string().max(200), label: z.string().max(200) })).max(500),
    default: z.string().max(5_000).optional(),
  }),
  z.strictObject({
    type: z.literal('button'),
    /** The button's port. */
    id: z.string().max(40),
    text: z.string().max(200),
    variant: z.enum(['primary', 'secondary']).optional(),
    /** Leaves the screen without checking its inputs: Back, Cancel. */
    skipValidation: z.boolean().optional(),
  }),
  /** Leads to a step that connects an account. */
  z.strictObject({
    type: z.literal('outbound-app-button'),
    /** The button's port. */
    id: z.string().max(40),
    text: z.string().max(200),
    /** The outbound app to connect, by its id. Empty: the one that the step has. */
    app: z.string().max(100),
    variant: z.enum(['primary', 'secondary']).optional(),
    size: z.enum(['small', 'medium', 'large']).optional(),
    /** As wide as the screen, or as its content. */
    width: z.enum(['full', 'content']).optional(),
    /** The app's logo, or none. */
    icon: z.enum(['logo', 'none']).optional(),
    skipValidation: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('error') }),
])

export type ScreenComponent = z.infer<typeof componentSchema>
export type ComponentType = ScreenComponent['type']
export type InputComponent = Extract<ScreenComponent, { name: string }>
export type OutboundAppButton = Extract<ScreenComponent, { type: 'outbound-app-button' }>
export type ButtonComponent = Extract<ScreenComponent, { type: 'button' }> | OutboundAppButton

export const screenStepSchema = z.strictObject({
  kind: z.literal('screen'),
  ...stepFields,
  components: z.array(componentSchema).max(100),
})
export type ScreenStep = z.infer<typeof screenStepSchema>

import { z } from 'zod'
import { stepFields } from '../fields'

const text = z.string().max(5_000)
const name = z.string().max(60)
const label = z.string().max(200)
const required = z.boolean().optional()
const placeholder = z.string().max(200).optional()

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
  textField('text-input'),
  textField('email'),
  z.strictObject({ type: z.literal('password'), name, label, required, placeholder }),
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
  z.strictObject({ type: z.literal('error') }),
])

export type ScreenComponent = z.infer<typeof componentSchema>
export type ComponentType = ScreenComponent['type']
export type InputComponent = Extract<ScreenComponent, { name: string }>

export const screenStepSchema = z.strictObject({
  kind: z.literal('screen'),
  ...stepFields,
  components: z.array(componentSchema).max(100),
})
export type ScreenStep = z.infer<typeof screenStepSchema>

export function isInput(component: ScreenComponent): component is InputComponent {
  return 'name' in component
}

/** Secret fields never enter the context, a message or a preview. */
export function isSecretInput(component: ScreenComponent): boolean {
  return component.type === 'password'
}

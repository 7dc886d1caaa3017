import { z } from 'zod'
import { parsePath } from '../../../language/path'
import { jsonTemplates } from '../../definition'
import { compileTypedValue, publishableTypedValue, refuseRepeatedKeys, typedValueSchema } from '../../typed-values'
import type { ActionType } from './type'

export const setValueSettings = z.strictObject({
  /** The key is the context path that gets the value. */
  values: z.array(typedValueSchema.extend({ key: z.string().max(200) })).max(50),
})
export type SetValueSettings = z.infer<typeof setValueSettings>

/** Where values may be set; the other roots say who someone is, or what happened. */
const settableRoots = ['form', 'client', 'values'] as const

const settablePath = z
  .string()
  .max(200, 'Use at most 200 characters.')
  .superRefine((text, context) => {
    const error = pathError(text)
    if (error) context.addIssue({ code: 'custom', message: error })
  })

export const setValueAction: ActionType<SetValueSettings> = {
  label: 'Set Value',
  description: 'Puts values into the context for later steps.',
  group: 'Values',
  create: () => ({ values: [{ key: '', type: 'string', value: '' }] }),
  publishableSchema: z.strictObject({
    values: z
      .array(publishableTypedValue(settablePath))
      .min(1, 'Add a value to set.')
      .max(50, 'Set at most 50 values in one step.')
      .superRefine(refuseRepeatedKeys),
  }),
  templates: ({ values }) => values.flatMap(({ value }, index) => jsonTemplates(value, ['values', index, 'value'])),
  writes: ({ values }) =>
    values.flatMap(({ key, type }) => (pathError(key) ? [] : [{ path: key.trim(), open: type === 'json' }])),
  settingLabels: { values: 'Value' },
  summary: ({ values }) => {
    const keys = values.flatMap(({ key }) => (key.trim() === '' ? [] : [key.trim()]))
    return keys.length === 0 ? 'No value yet' : `Sets ${keys.join(', ')}`
  },
  compile: ({ values }) => {
    const prepared = values.flatMap((typed) => {
      const path = pathError(typed.key) === null ? parsePath(typed.key) : null
      return path ? [{ key: typed.key.trim(), path: path.map(String), valueIn: compileTypedValue(typed) }] : []
    })
    return (environment) => {
      const set = prepared.map(({ key, path, valueIn }) => ({ key, path, value: valueIn(environment) }))
      return {
        type: 'done',
        inputs: Object.fromEntries(set.map(({ key, value }) => [key, value])),
        patch: set.map(({ path, value }) => ({ path, value })),
      }
    }
  },
}

/** Why no value can be set at a path, or null. */
function pathError(text: string): string | null {
  if (text.trim() === '') return 'Give the path that gets the value, for example values.plan.'
  const path = parsePath(text)
  if (!path || path.some((segment) => typeof segment === 'number'))
    return 'This is not a path of names and dots. Write one such as values.plan.'
  if (path.length > 1 && settableRoots.some((root) => root === path[0])) return null
  return 'Begin with values., form. or client.: the rest of the context is written by other steps.'
}

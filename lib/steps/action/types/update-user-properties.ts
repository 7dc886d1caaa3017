import { z } from 'zod'
import { type Json, jsonSchema } from '../../../language/json'
import { resolveJson, templateError } from '../../../language/template'
import { jsonTemplates } from '../../definition'
import { refuseRepeatedKeys } from '../../typed-values'
import { userWrites } from './context-writes'
import type { ActionType } from './type'
import { ATTRIBUTE_PREFIX, userPropertyTypes } from './user-properties'

export const updateUserPropertiesSettings = z.strictObject({
  properties: z.array(z.strictObject({ key: z.string().max(200), value: jsonSchema })).max(100),
})
export type UpdateUserPropertiesSettings = z.infer<typeof updateUserPropertiesSettings>

const propertyKey = z.string().superRefine((key, context) => {
  if (Object.hasOwn(userPropertyTypes, key)) return
  const attribute = key.startsWith(ATTRIBUTE_PREFIX) ? key.slice(ATTRIBUTE_PREFIX.length) : null
  if (attribute !== null && /^[A-Za-z][A-Za-z0-9_-]{0,59}$/.test(attribute)) return
  context.addIssue({ code: 'custom', message: 'Choose a property, or write customAttributes. and the name of one.' })
})

const propertyValue = jsonSchema.superRefine((value, context) => {
  for (const { at, text } of jsonTemplates(value, [])) {
    const error = templateError(text)
    if (error) context.addIssue({ code: 'custom', path: at, message: error })
  }
})

export const updateUserPropertiesAction: ActionType<UpdateUserPropertiesSettings> = {
  label: 'Update User Properties',
  description: 'Changes the user whom user.* tells of.',
  group: 'Users and tenants',
  create: () => ({ properties: [{ key: 'name', value: '{{form.name}}' }] }),
  publishableSchema: z.strictObject({
    properties: z
      .array(z.strictObject({ key: propertyKey, value: propertyValue }))
      .min(1, 'Add a property to change.')
      .max(100, 'Change at most 100 properties in one step.')
      .superRefine(refuseRepeatedKeys),
  }),
  templates: ({ properties }) =>
    properties.flatMap(({ value }, index) => jsonTemplates(value, ['properties', index, 'value'])),
  writes: () => userWrites,
  needsUser: () => true,
  settingLabels: { properties: 'Property' },
  summary: ({ properties }) => {
    const keys = properties.flatMap(({ key }) => (key === '' ? [] : [key]))
    return keys.length === 0 ? 'No property yet' : `Changes ${keys.join(', ')}`
  },
  compile: ({ properties }) => {
    return ({ scope, onMissing }) => {
      const values = properties.map(({ key, value }) => ({ key, value: resolveJson(value, scope, onMissing) }))
      const inputs: Record<string, Json> = Object.fromEntries(values.map(({ key, value }) => [key, value]))
      return { type: 'perform', inputs, effect: { type: 'updateUser', values } }
    }
  },
}

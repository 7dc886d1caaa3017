import { expect, it } from 'vitest'
import { ATTRIBUTE_TYPES, attributeChangeSchema, attributeSchema, attributeTypeLabels } from './schema'

it('an attribute has a name that a path may hold, and options where its type needs them', () => {
  expect(attributeSchema.parse({ name: ' plan ', type: 'singleSelect', options: ['a', 'b', 'a'] })).toEqual({
    name: 'plan',
    displayName: '',
    type: 'singleSelect',
    options: ['a', 'b'],
  })
  expect(attributeSchema.parse({ name: 'age', type: 'number', options: ['a'] }).options).toEqual([])
  expect(attributeSchema.safeParse({ name: 'plan', type: 'multiSelect' }).error?.issues[0]?.path).toEqual(['options'])
  for (const name of ['', '1st', '__proto__', 'a.b', 'a b', 'x'.repeat(61)]) {
    expect(attributeSchema.safeParse({ name, type: 'text' }).success, name).toBe(false)
  }
  expect(attributeChangeSchema.safeParse({ displayName: 'a\nb', options: [] }).success).toBe(false)
})

it('every type is explained', () => {
  for (const type of ATTRIBUTE_TYPES) expect(attributeTypeLabels[type].label).not.toBe('')
})

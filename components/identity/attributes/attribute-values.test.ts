import { expect, it } from 'vitest'
import type { Attribute } from '@/lib/identity/attributes/schema'
import { readAttributeValues } from '@/lib/identity/attributes/values'
import { fromAttributeForm, toAttributeForm } from './attribute-values'

const attributes: Attribute[] = [
  { name: 'text', displayName: '', type: 'text', options: [] },
  { name: 'number', displayName: '', type: 'number', options: [] },
  { name: 'boolean', displayName: '', type: 'boolean', options: [] },
  { name: 'date', displayName: '', type: 'date', options: [] },
  { name: 'one', displayName: '', type: 'singleSelect', options: ['a'] },
  { name: 'many', displayName: '', type: 'multiSelect', options: ['a', 'b'] },
]

it('a form gives back what it was given, and null for what is not set', () => {
  const stored = { text: 'x', number: 0, boolean: false, date: '2026-03-01', one: 'a', many: ['a', 'b'] }
  const read = (form: Record<string, unknown>) => readAttributeValues(attributes, form)
  expect(read(fromAttributeForm(toAttributeForm(attributes, stored)))).toMatchObject({ values: stored, problems: {} })
  expect(read(fromAttributeForm(toAttributeForm(attributes, { constructor: 1 })))).toMatchObject({
    values: { text: null, number: null, boolean: null, date: null, one: null, many: null },
    unknown: [],
  })
})

import { expect, it } from 'vitest'
import { toClaimsObject } from './custom-claims'

it('turns rows of claims into the object that says the same', () => {
  expect(
    toClaimsObject([
      { key: 'plan', type: 'string', value: '{{user.customAttributes.plan}}' },
      { key: 'code', type: 'string', value: '12' },
      { key: 'seats', type: 'number', value: '3' },
      { key: 'limit', type: 'number', value: '{{form.limit}}' },
      { key: 'half', type: 'number', value: 'many' },
      { key: 'beta', type: 'boolean', value: 'false' },
      { key: 'maybe', type: 'boolean', value: 'perhaps' },
      { key: 'tags', type: 'json', value: '["a", "{{form.tag}}"]' },
      { key: 'whole', type: 'json', value: ' {{form}} ' },
      { key: 'done', type: 'json', value: { a: 1 } },
      { key: '', type: 'string', value: 'nameless' },
    ]),
  ).toEqual({
    plan: '{{user.customAttributes.plan}}',
    code: '12',
    seats: 3,
    limit: '{{form.limit}}',
    half: 'many',
    beta: false,
    maybe: 'perhaps',
    tags: ['a', '{{form.tag}}'],
    whole: '{{form}}',
    done: { a: 1 },
  })
  expect(Object.keys(toClaimsObject([{ key: '__proto__', type: 'json', value: { a: 1 } }]))).toEqual([])
})

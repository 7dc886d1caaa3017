import { expect, it } from 'vitest'
import { diffJson } from './diff-json'

it('names added, changed and removed places by path', () => {
  const before = { form: { email: 'a@b.c', old: 1 }, list: [1, 2], same: { x: 1 } }
  const after = { form: { email: 'x@y.z' }, list: [1, 3, 4], same: { x: 1 }, crm: { plan: 'pro' } }
  expect(diffJson(before, after)).toEqual([
    { path: 'form.email', before: 'a@b.c', after: 'x@y.z' },
    { path: 'form.old', before: 1 },
    { path: 'list[1]', before: 2, after: 3 },
    { path: 'list[2]', after: 4 },
    { path: 'crm', after: { plan: 'pro' } },
  ])
})

it('finds nothing between equal documents and tells null from missing', () => {
  expect(diffJson({ a: [{ b: 1 }] }, { a: [{ b: 1 }] })).toEqual([])
  expect(diffJson({}, { a: null })).toEqual([{ path: 'a', after: null }])
})

it('reads own keys only', () => {
  expect(diffJson({}, { constructor: 1 })).toEqual([{ path: 'constructor', after: 1 }])
})

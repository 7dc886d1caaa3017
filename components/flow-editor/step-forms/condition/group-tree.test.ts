import { describe, expect, it } from 'vitest'
import type { ConditionGroup } from '@/lib/language/condition'
import { addItem, editItem, moveChild, moveItem, newBranch, newRow, setJoin } from './group-tree'

const row = (key: string) => ({ key, operator: 'equal' as const, value: 1 })
const group: ConditionGroup = { all: [row('a'), { any: [row('b'), row('c')] }] }

describe('a tree of groups', () => {
  it('edits a row deep inside and nothing else', () => {
    const edited = editItem(group, [1, 0], () => row('x'))
    expect(edited).toEqual({ all: [row('a'), { any: [row('x'), row('c')] }] })
    expect(group).toEqual({ all: [row('a'), { any: [row('b'), row('c')] }] })
  })

  it('removes rows and groups', () => {
    expect(editItem(group, [1, 1], () => null)).toEqual({ all: [row('a'), { any: [row('b')] }] })
    expect(editItem(group, [1], () => null)).toEqual({ all: [row('a')] })
    expect(editItem(group, [], () => null)).toBe(group)
  })

  it('adds to the outermost and to an inner group', () => {
    expect(addItem(group, [], newRow())).toMatchObject({ all: [{}, {}, newRow()] })
    expect(addItem(group, [1], { all: [] })).toMatchObject({ all: [{}, { any: [{}, {}, { all: [] }] }] })
    expect(addItem(group, [0], newRow())).toEqual(group)
  })

  it('changes how a group joins and keeps its rows', () => {
    expect(setJoin(group, [], 'any')).toEqual({ any: [row('a'), { any: [row('b'), row('c')] }] })
    expect(setJoin(group, [1], 'all')).toMatchObject({ all: [{}, { all: [row('b'), row('c')] }] })
  })
})

it('moves a row inside its group, and a group among rows', () => {
  expect(moveChild(group, [1], 0, 1)).toEqual({ all: [row('a'), { any: [row('c'), row('b')] }] })
  expect(moveChild(group, [], 1, 0)).toEqual({ all: [{ any: [row('b'), row('c')] }, row('a')] })
  expect(moveChild(group, [0], 0, 1)).toEqual(group)
})

it('gives a new branch a free port', () => {
  const branch = newBranch([], [])
  expect(branch.id).toBe('branch1')
  expect(newBranch([branch], ['branch2']).id).toBe('branch3')
})

it('moves an item, and stays inside the list', () => {
  expect(moveItem(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  expect(moveItem(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
})

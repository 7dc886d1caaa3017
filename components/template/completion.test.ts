import { describe, expect, it } from 'vitest'
import type { KnownPath } from '@/lib/flow/known-path'
import { filterPaths, findBareRange, findPlaceholderRange, insertPath } from './completion'

const paths: KnownPath[] = [
  { path: 'form.email', open: false, from: 'Ask' },
  { path: 'connectors.crm', open: true, from: 'Find customer' },
  { path: 'connectors.crm.statusCode', open: false, from: 'Find customer' },
  { path: 'project.name', open: false, from: 'Project' },
]

describe('findPlaceholderRange', () => {
  it('begins right after two braces', () => {
    expect(findPlaceholderRange('/a?b={{', 7)).toEqual({ from: 5, to: 7, query: '' })
    expect(findPlaceholderRange('{{', 1)).toBeNull()
    expect(findPlaceholderRange('x {', 3)).toBeNull()
  })

  it('takes what is typed up to the caret and replaces to the closing braces', () => {
    expect(findPlaceholderRange('{{form.em}} and more', 7)).toEqual({ from: 0, to: 11, query: 'form.' })
  })

  it('leaves text after a closed or an escaped placeholder alone', () => {
    expect(findPlaceholderRange('{{form.email}} x', 16)).toBeNull()
    expect(findPlaceholderRange('\\{{form', 7)).toBeNull()
  })

  it('does not swallow a following placeholder', () => {
    expect(findPlaceholderRange('{{fo {{form.email}}', 4)).toEqual({ from: 0, to: 4, query: 'fo' })
  })
})

describe('filterPaths', () => {
  it('ranks whole paths before segments before the rest', () => {
    expect(filterPaths(paths, 'c').map((known) => known.path)).toEqual([
      'connectors.crm',
      'connectors.crm.statusCode',
      'project.name',
    ])
    expect(filterPaths(paths, 'status').map((known) => known.path)).toEqual(['connectors.crm.statusCode'])
    expect(filterPaths(paths, 'ask').map((known) => known.path)).toEqual(['form.email'])
    expect(filterPaths(paths, '')).toHaveLength(4)
    expect(filterPaths(paths, '', 2)).toHaveLength(2)
  })
})

describe('insertPath', () => {
  const known = (index: number) => paths[index] ?? { path: '', open: false, from: '' }

  it('puts the caret behind the braces', () => {
    const range = { from: 3, to: 5, query: '' }
    expect(insertPath('a={{', { ...range, from: 2, to: 4 }, known(0), false)).toEqual({
      text: 'a={{form.email}}',
      caret: 16,
    })
  })

  it('leaves the caret inside when the path goes on', () => {
    expect(insertPath('{{con}}', { from: 0, to: 7, query: 'con' }, known(1), false)).toEqual({
      text: '{{connectors.crm}}',
      caret: 16,
    })
  })

  it('writes a bare path', () => {
    expect(insertPath('sta', findBareRange('sta', 3), known(2), true)).toEqual({
      text: 'connectors.crm.statusCode',
      caret: 25,
    })
  })
})

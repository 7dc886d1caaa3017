import { expect, it } from 'vitest'
import type { KnownPath } from '@/lib/flow/known-path'
import { pathWarning, segmentPath, segmentText } from './highlight'

const paths: KnownPath[] = [
  { path: 'form.email', open: false, from: 'Ask' },
  { path: 'form.password', open: false, secret: true, from: 'Ask' },
  { path: 'connectors.crm', open: true, from: 'CRM' },
]

const types = (text: string) => segmentText(text, paths).map((segment) => `${segment.type}:${segment.text}`)

it('tells literal text, known, unknown and broken placeholders apart', () => {
  expect(types('a {{form.email}}b{{ connectors.crm.plan }}{{nope}}{{a b}}')).toEqual([
    'text:a ',
    'known:{{form.email}}',
    'text:b',
    'known:{{ connectors.crm.plan }}',
    'unknown:{{nope}}',
    'broken:{{a b}}',
  ])
  expect(types('x{{open')).toEqual(['text:x', 'broken:{{open'])
  expect(types('\\{{literal}}')).toEqual(['text:\\{{literal}}'])
})

it('keeps every character and its place', () => {
  const text = '\\{{a}} {{form.email}} {{'
  expect(
    segmentText(text, paths)
      .map((segment) => segment.text)
      .join(''),
  ).toBe(text)
  for (const segment of segmentText(text, paths)) {
    expect(text.slice(segment.at, segment.at + segment.text.length)).toBe(segment.text)
  }
})

it('warns of unknown paths, and of secrets where they stay empty', () => {
  expect(pathWarning(segmentText('{{form.emial}}', paths), true)).toContain('form.emial')
  expect(pathWarning(segmentText('{{form.password}}', paths), true)).toBeNull()
  expect(pathWarning(segmentText('{{form.password}}', paths), false)).toContain('secret')
  expect(pathWarning(segmentPath('connectors.crm.a', paths), false)).toBeNull()
  expect(segmentPath(' ', paths)).toEqual([])
})

it('marks what the example of a call lacks, and says so', () => {
  const known: KnownPath[] = [{ path: 'connectors.crm', open: true, from: 'CRM', example: { plan: 'pro' } }]
  expect(segmentPath('connectors.crm.plan', known)[0]?.type).toBe('known')
  const lacking = segmentText('{{connectors.crm.plam}}', known)
  expect(lacking[0]?.type).toBe('unknown')
  expect(pathWarning(lacking, true)).toContain('The example of \u201cCRM\u201d has no plam.')
})

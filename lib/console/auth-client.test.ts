import { describe, expect, it } from 'vitest'
import { toLocalPath } from './auth-client'

describe('toLocalPath', () => {
  it.each(['/p/P2x/flows', '/invite/abc', '/p/P2x/flows?tab=1'])('keeps %s', (path) =>
    expect(toLocalPath(path)).toBe(path),
  )

  it.each([
    null,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/\t/evil',
    '/a\\..\\b',
  ])('refuses %j', (path) => expect(toLocalPath(path)).toBe('/'))
})

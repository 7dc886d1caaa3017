import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { contrastRatio, mixColors, nearestReadable } from './color'
import { findContrastProblems } from './contrast'
import { themeFields, updateThemeSchema } from './schema'
import { DEFAULT_THEME } from './theme'
import { toColors, toThemeCss } from './variables'

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
const palette = fc.record({
  accent: color,
  onAccent: color,
  surface: color,
  page: color,
  text: color,
  muted: color,
  control: color,
  danger: color,
})

describe('contrast', () => {
  it('is what WCAG says', () => {
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.478, 3)
    expect(contrastRatio('#ff0000', '#ff0000')).toBe(1)
  })

  it('is the same both ways, from 1 to 21', () => {
    fc.assert(
      fc.property(color, color, (a, b) => {
        const ratio = contrastRatio(a, b)
        expect(ratio).toBe(contrastRatio(b, a))
        expect(ratio).toBeGreaterThanOrEqual(1)
        expect(ratio).toBeLessThanOrEqual(21)
      }),
    )
  })

  it('finds a readable colour, which is the colour itself when it is one', () => {
    expect(nearestReadable('#000000', ['#ffffff'], 4.5)).toBe('#000000')
    fc.assert(
      fc.property(color, color, (text, ground) => {
        const found = nearestReadable(text, [ground], 4.5)
        expect(found === null ? 0 : contrastRatio(found, ground)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })
})

test.each(['light', 'dark'] as const)('the default theme is readable: %s', (scheme) => {
  expect(findContrastProblems(DEFAULT_THEME[scheme], scheme)).toEqual([])
})

test('says which pair cannot be read, by how much, and what would do', () => {
  const problems = findContrastProblems({ ...DEFAULT_THEME.light, accent: '#8f9bff' }, 'light')
  expect(problems.map(({ pair }) => pair)).toEqual(['Links on the card', 'Text of primary buttons on the button'])
  expect(problems[0]).toMatchObject({ ratio: 2.52, needs: 4.5, short: 1.98, change: 'accent' })
  const fixed = { ...DEFAULT_THEME.light, accent: problems[0]?.suggestion ?? '' }
  expect(findContrastProblems(fixed, 'light').filter(({ change }) => change === 'accent')).toEqual([])
})

test('a suggestion mends its pairs, and a shown ratio is below what it needs', () => {
  fc.assert(
    fc.property(palette, fc.constantFrom('light', 'dark'), (given, scheme) => {
      for (const { change, suggestion, ratio, needs, pair } of findContrastProblems(given, scheme)) {
        expect(ratio).toBeLessThan(needs)
        // A change of text or errors moves what is derived from it, so that it may have to be asked for again.
        if (suggestion === null || change === 'text' || change === 'danger') continue
        const after = findContrastProblems({ ...given, [change]: suggestion }, scheme)
        expect(after.map((problem) => problem.pair)).not.toContain(pair)
      }
    }),
  )
})

test('a button under the pointer is never less readable', () => {
  fc.assert(
    fc.property(palette, (given) => {
      const { accent, accentHover, onAccent } = toColors(given, 'light')
      expect(contrastRatio(accentHover, onAccent)).toBeGreaterThanOrEqual(contrastRatio(accent, onAccent))
    }),
  )
  expect(mixColors('#000000', '#ffffff', 0.5)).toBe('#808080')
})

describe('what may be saved', () => {
  const check = (change: object) =>
    updateThemeSchema.safeParse({ projectId: 'P', theme: { ...DEFAULT_THEME, ...change } }).success

  test.each(['', 'https://example.com/logo.svg', 'data:image/png;base64,iVBORw0KGgo='])('%j is a logo', (logo) => {
    expect(check({ logo })).toBe(true)
  })

  test.each([
    'javascript:alert(1)',
    'data:text/html;base64,PHNjcmlwdD4=',
    'data:image/png,<svg>',
    '/logo.png',
    `data:image/png;base64,${'A'.repeat(41_000)}`,
  ])('%.40s is none', (logo) => {
    expect(check({ logo })).toBe(false)
  })

  it('takes no colour that could end a rule of the stylesheet', () => {
    for (const accent of ['red', '#fff', '#ffffff}', 'url(x)']) {
      expect(check({ light: { ...DEFAULT_THEME.light, accent } })).toBe(false)
    }
  })

  it('is the default where nothing was', () => {
    expect(themeFields.theme.parse(undefined)).toEqual(DEFAULT_THEME)
  })
})

test('the stylesheet has both schemes, or the one that was chosen', () => {
  expect(toThemeCss(DEFAULT_THEME)).toMatch(
    /^:root\{color-scheme:light;.*@media \(prefers-color-scheme:dark\)\{:root\{/,
  )
  const dark = toThemeCss({ ...DEFAULT_THEME, appearance: 'dark' })
  expect(dark).toMatch(/^:root\{color-scheme:dark;/)
  expect(dark).not.toContain('@media')
})

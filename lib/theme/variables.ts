import { contrastRatio, mixColors } from './color'
import type { Palette, Scheme, Theme } from './theme'
import { schemesOf } from './theme'

/** A palette with the colours that follow from it. */
export function toColors(palette: Palette, scheme: Scheme) {
  const { accent, onAccent, surface, text, danger } = palette
  // Away from the text on it, so that a button under the pointer is never less readable.
  const isDarker = contrastRatio(accent, '#ffffff') > contrastRatio(onAccent, '#ffffff')
  const far = isDarker ? '#000000' : '#ffffff'
  return {
    ...palette,
    accentHover: mixColors(accent, far, 0.15),
    line: mixColors(surface, text, 0.1),
    lineStrong: mixColors(surface, text, scheme === 'light' ? 0.18 : 0.16),
    hover: mixColors(surface, text, 0.05),
    dangerSoft: mixColors(surface, danger, scheme === 'light' ? 0.08 : 0.14),
    dangerLine: mixColors(surface, danger, 0.32),
  }
}

/** The custom properties that screens, and the page around them, take their look from. */
export function toThemeVariables(theme: Theme, scheme: Scheme): Record<`--${string}`, string> {
  const colors = toColors(theme[scheme], scheme)
  return {
    '--page': colors.page,
    '--surface': colors.surface,
    '--sunken': colors.surface,
    '--fg': colors.text,
    '--muted': colors.muted,
    '--line': colors.line,
    '--line-strong': colors.lineStrong,
    '--control': colors.control,
    '--hover': colors.hover,
    '--accent': colors.accent,
    '--accent-hover': colors.accentHover,
    '--accent-fg': colors.accent,
    '--on-accent': colors.onAccent,
    '--danger': colors.danger,
    '--danger-soft': colors.dangerSoft,
    '--danger-line': colors.dangerLine,
    '--ring': colors.accent,
    '--flow-radius': `${theme.radius}px`,
  }
}

/** The theme as a stylesheet, for a page whose policy forbids styles in it. */
export function toThemeCss(theme: Theme): string {
  const [first = 'light', second] = schemesOf(theme)
  const rule = (scheme: Scheme) => {
    const lines = Object.entries(toThemeVariables(theme, scheme)).map(([name, value]) => `${name}:${value}`)
    return `:root{color-scheme:${scheme};${lines.join(';')}}`
  }
  return second ? `${rule(first)}@media (prefers-color-scheme:${second}){${rule(second)}}` : rule(first)
}

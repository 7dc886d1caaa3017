/** Red, green and blue, each 0 to 255. */
type Rgb = readonly [number, number, number]

/** Whether a text is a colour as themes hold it: `#rrggbb`. */
export function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text)
}

/** A colour between two others. @param share of the second, 0 to 1 */
export function mixColors(first: string, second: string, share: number): string {
  const [a, b] = [toRgb(first), toRgb(second)]
  const part = (index: 0 | 1 | 2) => Math.round(a[index] * (1 - share) + b[index] * share)
  return `#${[part(0), part(1), part(2)].map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

/** The contrast of two colours, 1 to 21. WCAG 2.2, definition of contrast ratio. */
export function contrastRatio(first: string, second: string): number {
  const [a, b] = [luminance(first), luminance(second)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** The colour nearest to a given one that has a contrast against all of `others`; null when none has. */
export function nearestReadable(color: string, others: readonly string[], ratio: number): string | null {
  for (let share = 0; share <= 1; share += 0.01) {
    for (const end of ['#000000', '#ffffff']) {
      const candidate = mixColors(color, end, share)
      if (others.every((other) => contrastRatio(candidate, other) >= ratio)) return candidate
    }
  }
  return null
}

/** Relative luminance, 0 to 1. WCAG 2.2, definition of relative luminance. */
function luminance(color: string): number {
  const [red, green, blue] = toRgb(color).map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

function toRgb(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

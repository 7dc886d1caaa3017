import { contrastRatio, isColor, nearestReadable } from './color'
import type { Palette, Scheme } from './theme'
import { toColors } from './variables'

/** Two colours that meet on a screen, and how far they are from being readable. */
export interface ContrastProblem {
  /** What meets: “Links on the card”. */
  pair: string
  /** What it has, as people read it: cut, never rounded up to what it needs. */
  ratio: number
  /** What it needs: 4.5 for text, 3 for frames. WCAG 2.2, 1.4.3 and 1.4.11. */
  needs: number
  /** How much is missing. */
  short: number
  /** The colour to change, and the nearest one that would do for everything it meets; null: another one must change. */
  change: keyof Palette
  suggestion: string | null
}

interface Pair {
  pair: string
  color: keyof Palette
  on: readonly (keyof ReturnType<typeof toColors>)[]
  needs: number
}

const TEXT = 4.5
const FRAME = 3

const pairs: readonly Pair[] = [
  { pair: 'Text', color: 'text', on: ['surface', 'page', 'hover'], needs: TEXT },
  { pair: 'Muted text', color: 'muted', on: ['surface', 'page'], needs: TEXT },
  { pair: 'Links', color: 'accent', on: ['surface'], needs: TEXT },
  { pair: 'Text of primary buttons', color: 'onAccent', on: ['accent'], needs: TEXT },
  { pair: 'Errors', color: 'danger', on: ['surface', 'dangerSoft'], needs: TEXT },
  { pair: 'Frames of fields', color: 'control', on: ['surface'], needs: FRAME },
]

const grounds: Partial<Record<keyof ReturnType<typeof toColors>, string>> = {
  surface: 'on the card',
  page: 'around the card',
  hover: 'on a button under the pointer',
  accent: 'on the button',
  dangerSoft: 'in an error message',
}

/** Every pair of a scheme's colours that is not readable enough; none when all are. Half-typed colours are left out. */
export function findContrastProblems(palette: Palette, scheme: Scheme): ContrastProblem[] {
  if (!Object.values(palette).every(isColor)) return []
  const colors = toColors(palette, scheme)
  return pairs.flatMap(({ pair, color, on, needs }) =>
    on.flatMap((ground) => {
      const exact = contrastRatio(palette[color], colors[ground])
      if (exact >= needs) return []
      const others = on.map((each) => colors[each])
      const ratio = Math.floor(exact * 100) / 100
      const short = Math.round((needs - ratio) * 100) / 100
      const suggestion = nearestReadable(palette[color], others, needs)
      return [{ pair: `${pair} ${grounds[ground] ?? ''}`.trim(), ratio, needs, short, change: color, suggestion }]
    }),
  )
}

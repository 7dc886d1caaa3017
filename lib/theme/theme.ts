/** The colours of one scheme, each `#rrggbb`; all others are derived from them. */
export interface Palette {
  /** Primary buttons, links and the focus ring. */
  accent: string
  /** Text on primary buttons. */
  onAccent: string
  /** The card that a screen is on, and its fields. */
  surface: string
  /** What is around the card. */
  page: string
  text: string
  /** Text that is less important. */
  muted: string
  /** The frame of a field. */
  control: string
  /** Errors. */
  danger: string
}

export type Scheme = 'light' | 'dark'

export interface Theme {
  /** `system`: as the browser of the person is set. */
  appearance: Scheme | 'system'
  /** The address of an image, or a small one as `data:`; empty: none. */
  logo: string
  logoAlt: string
  /** Of buttons and fields, in pixels. */
  radius: number
  light: Palette
  dark: Palette
}

export const DEFAULT_THEME: Theme = {
  appearance: 'system',
  logo: '',
  logoAlt: '',
  radius: 8,
  light: {
    accent: '#4453cf',
    onAccent: '#ffffff',
    surface: '#ffffff',
    page: '#f4f4f6',
    text: '#18181b',
    muted: '#52525b',
    control: '#8c8c96',
    danger: '#b3261e',
  },
  dark: {
    accent: '#8f9bff',
    onAccent: '#14151f',
    surface: '#1a1a1f',
    page: '#101013',
    text: '#f4f4f5',
    muted: '#a9a9b3',
    control: '#71717c',
    danger: '#ff9a92',
  },
}

/** The schemes that people can meet. */
export function schemesOf({ appearance }: Pick<Theme, 'appearance'>): Scheme[] {
  return appearance === 'system' ? ['light', 'dark'] : [appearance]
}

import { z } from 'zod'
import { safeAddress } from '@/lib/steps/screen/address'
import type { Palette, Theme } from './theme'
import { DEFAULT_THEME, LOGO_CHARACTERS_MAX } from './theme'

const color = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, 'Give a colour as # and six digits, for example #4453cf.')

const palette = z.strictObject({
  accent: color,
  onAccent: color,
  surface: color,
  page: color,
  text: color,
  muted: color,
  control: color,
  danger: color,
}) satisfies z.ZodType<Palette>

/** Empty: none. */
const logo = z
  .string()
  .trim()
  .max(LOGO_CHARACTERS_MAX, 'This image is too large. Upload one of at most 30 KB, or give its address.')
  .refine((text) => text === '' || isImageData(text) || safeAddress(text, 'image') !== null, {
    error: 'Give an address that begins with https://, or upload an image.',
  })

// An image of the type SVG runs no script where it is shown as an image, which is the only place.
function isImageData(text: string): boolean {
  return /^data:image\/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/.test(text)
}

const themeSchema = z.strictObject({
  appearance: z.enum(['system', 'light', 'dark']),
  logo,
  logoAlt: z.string().trim().max(100, 'Use at most 100 characters.'),
  radius: z
    .number('Enter a number of pixels.')
    .int('Enter a whole number.')
    .min(0, 'Enter 0 or more.')
    .max(24, 'Enter 24 or less.'),
  light: palette,
  dark: palette,
}) satisfies z.ZodType<Theme>

/** How a project's screens look. */
export const themeFields = { theme: themeSchema.default(DEFAULT_THEME) }

export const updateThemeSchema = z.object({ projectId: z.string().min(1), theme: themeSchema })

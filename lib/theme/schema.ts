import { z } from 'zod'
import { logoSchema } from '@/lib/logo'
import type { Palette, Theme } from './theme'
import { DEFAULT_THEME } from './theme'

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

const themeSchema = z.strictObject({
  appearance: z.enum(['system', 'light', 'dark']),
  logo: logoSchema,
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

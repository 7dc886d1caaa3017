import { z } from 'zod'
import { safeAddress } from '@/lib/steps/screen/address'

/** Characters of an image in itself: as a data URL it is a third longer than its file. */
export const LOGO_CHARACTERS_MAX = 41_000

/** An image: its address, or a small one in itself (a data: URL). Empty: none. */
export const logoSchema = z
  .string()
  .trim()
  .max(LOGO_CHARACTERS_MAX, 'This image is too large. Upload one of at most 30 KB, or give its address.')
  .refine((text) => text === '' || isImageData(text) || safeAddress(text, 'image') !== null, {
    error: 'Give an address that begins with https://, or upload an image.',
  })

/** Whether an image needs no request: one of the type SVG runs no script where it is shown as an image. */
export function isImageData(text: string): boolean {
  return /^data:image\/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/.test(text)
}

import { z } from 'zod'

export const revealSchema = z.object({
  password: z.string('Enter your password.').min(1, 'Enter your password.').max(200),
})

/** How long a revealed token is shown; then the page forgets it. */
export const SHOWN_SECONDS = 60

/** The one answer of the console that holds secrets. It is never kept: neither in a cache nor in what a page remembers. */
export interface RevealedToken {
  type: 'revealedToken'
  /** The access token or the API key. */
  accessToken: string
  refreshToken: string | null
  idToken: string | null
}

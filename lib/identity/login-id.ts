import { z } from 'zod'

export const LOGIN_ID_MAX = 254

/** The ids that `newUserId` makes. */
const USER_ID = /^U2[0-9a-z]{24}$/i

/** Whether a text has the form of a user id. */
export function isUserId(text: string): boolean {
  return USER_ID.test(text)
}

/** What a login id is compared and stored by: without regard to case and to how accents are written. */
export function toLoginKey(loginId: string): string {
  return loginId.trim().normalize('NFC').toLowerCase()
}

/** Whether a login id is an e-mail address, which a mail can be sent to. */
export function isEmailAddress(loginId: string): boolean {
  return z.email().safeParse(loginId.trim()).success
}

/** What a person types to say who they are: an e-mail address, a phone number, a name. */
export const loginIdSchema = z
  .string('Give the login id as text.')
  .trim()
  .min(1, 'Enter a login id, for example an e-mail address.')
  .max(LOGIN_ID_MAX, `Use at most ${LOGIN_ID_MAX} characters.`)
  .refine((text) => !/\p{Cc}/u.test(text), 'A login id holds no control characters: remove line breaks and tabs.')
  // Whoever looks a user up gives a login id or a user id: one person's login id must never be another one's user id.
  .refine((text) => !isUserId(text), 'This has the form of a user id. Choose another login id.')

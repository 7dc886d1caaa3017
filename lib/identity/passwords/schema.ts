import { z } from 'zod'

export const PASSWORD_LENGTH_DEFAULT = 8
const PASSWORD_LENGTH_LEAST = 8
export const PASSWORD_LENGTH_MOST = 128

/** What a project asks of its users' passwords, and when it stops answering who guesses. */
export const signInFields = {
  /** NIST SP 800-63B section 3.1.1.2: length counts, not kinds of characters. */
  passwordMinLength: z
    .number('Enter a number of characters.')
    .int('Enter a whole number.')
    .min(PASSWORD_LENGTH_LEAST, `Ask for at least ${PASSWORD_LENGTH_LEAST} characters.`)
    .max(64, 'Ask for at most 64 characters: people use pass phrases of their own choice.')
    .default(PASSWORD_LENGTH_DEFAULT),
  /** Failed attempts on one account until it is locked. */
  signInAttempts: z
    .number('Enter a number of attempts.')
    .int('Enter a whole number.')
    .min(3, 'Allow at least 3 attempts: people mistype.')
    .max(100, 'Allow at most 100 attempts (OWASP ASVS section 6.3).')
    .default(10),
  /** Failed attempts from one address, on whatever accounts. */
  signInAttemptsPerAddress: z
    .number('Enter a number of attempts.')
    .int('Enter a whole number.')
    .min(10, 'Allow at least 10 attempts: a whole office may have one address.')
    .max(10_000, 'Allow at most 10000 attempts.')
    .default(100),
  /** How long a lock lasts, and how long failed attempts are remembered. */
  signInLockMinutes: z
    .number('Enter a number of minutes.')
    .int('Enter a whole number.')
    .min(1, 'Lock for at least 1 minute.')
    .max(1_440, 'Lock for at most 1440 minutes: a day.')
    .default(15),
}

export interface SignInLimits {
  signInAttempts: number
  signInAttemptsPerAddress: number
  signInLockMinutes: number
}

export const updateSignInSchema = z.object({
  projectId: z.string().min(1),
  passwordMinLength: signInFields.passwordMinLength.unwrap(),
  signInAttempts: signInFields.signInAttempts.unwrap(),
  signInAttemptsPerAddress: signInFields.signInAttemptsPerAddress.unwrap(),
  signInLockMinutes: signInFields.signInLockMinutes.unwrap(),
})

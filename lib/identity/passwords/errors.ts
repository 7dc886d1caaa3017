import { DomainError } from '@/lib/result'

/** Why a sign-in action is refused: texts that a person reads on a screen. None tells whether an account exists. */
const texts = {
  noLoginId: 'Enter your e-mail address or user name.',
  noPassword: 'Enter your password.',
  wrong: 'The login or the password is not right. Check both and try again.',
  barred: 'This account is disabled. Ask whoever runs this service to enable it.',
  signUpRefused: 'An account could not be made with these details. If you have one already, sign in instead.',
  tooLong: 'Use a password of at most 128 characters.',
  isLoginId: 'Choose a password that is not your login itself.',
  badLoginId: 'This cannot be a login. Use an e-mail address or a name of at most 254 characters.',
} as const

type PasswordErrorReason = keyof typeof texts | 'locked' | 'tooShort'

export class PasswordError extends DomainError {
  constructor(
    readonly reason: PasswordErrorReason,
    message: string,
  ) {
    super('invalid', message)
    this.name = 'PasswordError'
  }
}

export function passwordError(reason: keyof typeof texts): PasswordError {
  return new PasswordError(reason, texts[reason])
}

export function tooShortError(least: number): PasswordError {
  return new PasswordError('tooShort', `Use a password of at least ${least} characters.`)
}

/** The same for an account that is not there. */
export function lockedError(until: Date, now: Date = new Date()): PasswordError {
  const minutes = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000))
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`
  return new PasswordError('locked', `There were too many attempts. Wait ${wait} and try again.`)
}

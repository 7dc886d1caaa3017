import { DomainError } from '@/lib/result'

/** Why a code is not sent or not accepted: texts that a person reads on a screen. */
const texts = {
  notAnAddress: 'Enter an e-mail address, for example ada@example.com.',
  tooSoon: 'A code was sent a moment ago. Look into your mail, or wait half a minute and ask for another one.',
  tooMany: 'Too many codes were asked for. Wait a quarter of an hour and try again.',
  noneSent: 'No code was asked for. Ask for one first.',
  noCode: 'Enter the code that was sent to you.',
  wrong: 'This is not the code. Check the newest mail and try again.',
  usedUp: 'The code was mistyped too often. Ask for another one.',
  expired: 'The code is no longer valid. Ask for another one.',
  barred: 'This account is disabled. Ask whoever runs this service to enable it.',
} as const

type CodeErrorReason = keyof typeof texts

export class CodeError extends DomainError {
  constructor(readonly reason: CodeErrorReason) {
    super('invalid', texts[reason])
    this.name = 'CodeError'
  }
}

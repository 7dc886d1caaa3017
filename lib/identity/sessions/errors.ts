import { type ActionErrorCode, DomainError } from '@/lib/result'

/** Why a session or a token is refused: one text each, which says what to do. */
const texts = {
  noToken: {
    code: 'unauthenticated',
    message: 'Send the header Authorization: Bearer <project id>:<refresh JWT>.',
  },
  invalidToken: {
    code: 'unauthenticated',
    message: 'This token is not valid for the project, or has lapsed. Sign in again.',
  },
  ended: { code: 'unauthenticated', message: 'This session has ended. Sign in again.' },
  reused: {
    code: 'unauthenticated',
    message: 'This refresh token was used before, so its session has been ended. Sign in again.',
  },
  superseded: {
    code: 'unauthenticated',
    message: 'This refresh token has a successor. Use the one that the last refresh answered.',
  },
  userBarred: {
    code: 'forbidden',
    message: 'This user may not sign in: the account is disabled or has expired. An operator can enable it.',
  },
  userGone: { code: 'notFound', message: 'There is no such user in the project. It may have been deleted.' },
  notMember: {
    code: 'forbidden',
    message:
      'The user does not belong to this tenant, or the tenant is disabled. Choose one of the user\u2019s tenants.',
  },
  sessionGone: { code: 'notFound', message: 'This session has ended already. Reload the page.' },
} as const satisfies Record<string, { code: ActionErrorCode; message: string }>

export type SessionErrorReason = keyof typeof texts

export class SessionError extends DomainError {
  constructor(
    readonly reason: SessionErrorReason,
    /** The field that it is about, with the same text. */
    field?: string,
  ) {
    const { code, message } = texts[reason]
    super(code, message, field === undefined ? undefined : { [field]: message })
    this.name = 'SessionError'
  }
}

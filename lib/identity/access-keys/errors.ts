import { type ActionErrorCode, DomainError } from '@/lib/result'

/** What can be wrong with access keys: one text each, which says what to do. */
const texts = {
  keyNotFound: { code: 'notFound', message: 'There is no access key with this id in the project. Reload the list.' },
  unknownTenant: { code: 'invalid', message: 'There is no such tenant in the project. Choose one of its tenants.' },
  unknownUser: { code: 'invalid', message: 'There is no such user in the project. Give a login id or a user id.' },
  // The same for one of another project: the answer does not tell which.
  wrongKey: {
    code: 'unauthenticated',
    message: 'This access key is not valid for the project. Use the whole key, or make a new one in the console.',
  },
  inactive: { code: 'unauthenticated', message: 'This access key is deactivated. Activate it to use it again.' },
  expired: { code: 'unauthenticated', message: 'This access key has expired. Make a new one.' },
  address: {
    code: 'forbidden',
    message: 'This access key may not be used from this address. Add the address to its permitted ones.',
  },
  userBarred: {
    code: 'forbidden',
    message: 'The user of this access key was deleted or may not sign in. Enable the user, or use another key.',
  },
  notMember: {
    code: 'forbidden',
    message: 'This access key does not belong to the selected tenant, or the tenant is disabled.',
  },
} as const satisfies Record<string, { code: ActionErrorCode; message: string }>

export class AccessKeyError extends DomainError {
  constructor(
    readonly reason: keyof typeof texts,
    /** The field that it is about. */
    field?: string,
  ) {
    const { code, message } = texts[reason]
    super(code, message, field === undefined ? undefined : { [field]: message })
    this.name = 'AccessKeyError'
  }
}

/** Too many wrong keys came from one address. */
export class TooManyAttemptsError extends Error {
  constructor(readonly until: Date) {
    super('Too many wrong access keys came from this address. Wait, and check the key.')
    this.name = 'TooManyAttemptsError'
  }
}

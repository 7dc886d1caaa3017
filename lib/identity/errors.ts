import { type ActionErrorCode, DomainError } from '@/lib/result'

/** What can be wrong with users, tenants and their attributes: one text each, which says what to do. */
const texts = {
  userNotFound: {
    code: 'notFound',
    message: 'There is no user with this login id or user id in the project. It may have been deleted.',
  },
  userExists: {
    code: 'conflict',
    message: 'Another user of the project has this login id. Use another one, or change that user.',
  },
  tenantNotFound: {
    code: 'notFound',
    message: 'There is no tenant with this id in the project. It may have been deleted.',
  },
  tenantExists: {
    code: 'conflict',
    message: 'Another tenant of the project has this id. Choose another one, or leave it empty to get a new one.',
  },
  tenantDisabled: {
    code: 'conflict',
    message: 'This tenant is disabled. Enable it on its page, or choose another one.',
  },
  attributeNotFound: {
    code: 'notFound',
    message: 'There is no such attribute. It may have been deleted; reload the page.',
  },
  attributeExists: {
    code: 'conflict',
    message: 'There is another attribute of this name. Choose another name, or change that one.',
  },
} as const satisfies Record<string, { code: ActionErrorCode; message: string }>

export type IdentityErrorReason = keyof typeof texts

/** A refusal of the identity services; the API gives each reason an error code of its own. */
export class IdentityError extends DomainError {
  constructor(
    readonly reason: IdentityErrorReason,
    /** The field that it is about, with the same text. */
    field?: string,
    details?: Record<string, unknown>,
  ) {
    const { code, message } = texts[reason]
    super(code, message, field === undefined ? undefined : { [field]: message }, details)
    this.name = 'IdentityError'
  }
}

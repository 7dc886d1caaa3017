import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { IdentityErrorReason } from '@/lib/identity/errors'
import type { OutboundErrorReason } from '@/lib/outbound/errors'
import type { ActionErrorCode } from '@/lib/result'
import type { RunnerErrorCode } from '@/lib/runner/errors'

/** Every error of the API: its status, its code and what kind of thing went wrong. Codes are stable. */
const errors = {
  badRequest: { status: 400, code: 'E011001', description: 'Bad request' },
  missingArguments: { status: 400, code: 'E011002', description: 'Missing arguments' },
  invalidArguments: { status: 400, code: 'E011004', description: 'Invalid arguments' },
  unauthorized: { status: 401, code: 'E011007', description: 'Unauthorized' },
  forbidden: { status: 403, code: 'E011008', description: 'Forbidden' },
  notFound: { status: 404, code: 'E011009', description: 'Not found' },
  methodNotAllowed: { status: 405, code: 'E011010', description: 'Method not allowed' },
  conflict: { status: 409, code: 'E011011', description: 'Conflict' },
  tooLarge: { status: 413, code: 'E011012', description: 'Request too large' },
  tooManyRequests: { status: 429, code: 'E130429', description: 'Too many requests' },
  internal: { status: 500, code: 'E011500', description: 'Internal error' },
  unavailable: { status: 503, code: 'E011503', description: 'Unavailable' },
  flowNotFound: { status: 404, code: 'E102001', description: 'Flow not found' },
  flowNotPublished: { status: 404, code: 'E102002', description: 'Flow not published' },
  flowDisabled: { status: 403, code: 'E102003', description: 'Flow disabled' },
  wrongKind: { status: 400, code: 'E102005', description: 'Wrong kind of flow' },
  draftInvalid: { status: 400, code: 'E102006', description: 'The draft cannot run' },
  executionNotFound: { status: 404, code: 'E103001', description: 'Execution not found' },
  executionEnded: { status: 409, code: 'E103002', description: 'Execution ended' },
  executionIdTaken: { status: 409, code: 'E103003', description: 'Execution id taken' },
  executionMoving: { status: 409, code: 'E103009', description: 'Execution is moving on' },
  staleStep: { status: 409, code: 'E103004', description: 'Step is past' },
  nonceMismatch: { status: 403, code: 'E108201', description: 'Nonce mismatch' },
  unknownButton: { status: 400, code: 'E103005', description: 'Unknown interaction' },
  unknownField: { status: 400, code: 'E103008', description: 'Unknown field' },
  sessionPast: { status: 409, code: 'E103010', description: 'Session is past' },
  keyInUse: { status: 409, code: 'E103006', description: 'Idempotency key in use' },
  keyReused: { status: 409, code: 'E103007', description: 'Idempotency key reused' },
  flowFailed: { status: 422, code: 'E103100', description: 'Flow execution failed' },
  userExists: { status: 409, code: 'E062107', description: 'User already exists' },
  userNotFound: { status: 404, code: 'E112102', description: 'User not found' },
  tenantNotFound: { status: 404, code: 'E074102', description: 'Tenant not found' },
  tenantExists: { status: 409, code: 'E074103', description: 'Tenant already exists' },
  tenantDisabled: { status: 409, code: 'E074104', description: 'Tenant is disabled' },
  attributeNotFound: { status: 404, code: 'E114001', description: 'Attribute not found' },
  attributeExists: { status: 409, code: 'E114002', description: 'Attribute already exists' },
  appExists: { status: 409, code: 'E152001', description: 'Outbound application already exists' },
  appBroken: { status: 500, code: 'E152002', description: 'Outbound application cannot be used' },
  notConfigured: { status: 400, code: 'E152003', description: 'Outbound application is not complete' },
  notOAuth: { status: 400, code: 'E152004', description: 'Not an OAuth application' },
  notApiKey: { status: 400, code: 'E152005', description: 'Not an application of API keys' },
  tokenDestination: { status: 403, code: 'E152006', description: 'Tokens would go to another host' },
  tokenNotFound: { status: 404, code: 'E152101', description: 'Token not found' },
  uploadInvalid: { status: 400, code: 'E152110', description: 'Token cannot be uploaded' },
  contended: { status: 409, code: 'E152221', description: 'Written by others' },
  notConnected: { status: 404, code: 'E152102', description: 'Not connected' },
  needsReconnect: { status: 404, code: 'E152103', description: 'Connect again' },
  providerUnavailable: { status: 502, code: 'E152201', description: 'Provider unavailable' },
  providerRefused: { status: 400, code: 'E152202', description: 'Provider refused' },
  consentRefused: { status: 400, code: 'E152203', description: 'Consent refused' },
  stateInvalid: { status: 400, code: 'E152204', description: 'State not valid' },
  ticketInvalid: { status: 400, code: 'E152205', description: 'Link not valid' },
  timedOut: { status: 400, code: 'E152206', description: 'Timed out' },
  redirectNotAllowed: { status: 400, code: 'E152207', description: 'Redirect URL not allowed' },
  noUser: { status: 400, code: 'E152208', description: 'No user' },
  noTenant: { status: 400, code: 'E152209', description: 'No tenant' },
  ownerGone: { status: 404, code: 'E152212', description: 'Owner is gone' },
  wrongBrowser: { status: 400, code: 'E152210', description: 'Another browser' },
  issuerMismatch: { status: 400, code: 'E152211', description: 'Another issuer' },
  noLongerAllowed: { status: 403, code: 'E152216', description: 'Not allowed any more' },
  underWay: { status: 409, code: 'E152217', description: 'Under way' },
  connectEnded: { status: 400, code: 'E152218', description: 'Has ended' },
  superseded: { status: 400, code: 'E152219', description: 'Superseded' },
  scopesRefused: { status: 400, code: 'E152220', description: 'Too many scopes' },
  notStored: { status: 500, code: 'E152215', description: 'Not stored' },
  noApp: { status: 400, code: 'E152213', description: 'No outbound application' },
  notMember: { status: 403, code: 'E152214', description: 'Not a member of the tenant' },
  inUse: { status: 409, code: 'E152007', description: 'Outbound application in use' },
  inUseByConnectors: { status: 409, code: 'E152007', description: 'Outbound application in use' },
} as const satisfies Record<string, { status: ContentfulStatusCode; code: string; description: string }> &
  Record<RunnerErrorCode | IdentityErrorReason | OutboundErrorReason, unknown>

export type ApiErrorName = keyof typeof errors

/** Of each token that keeps a whole upload from being stored. */
export const UPLOAD_CODE = errors.uploadInvalid.code

/** The one error body of the API (the field names are what SDKs read). */
export interface ErrorBody {
  errorCode: string
  errorDescription: string
  /** What to do. */
  errorMessage: string
  /** By field path. */
  fields?: Record<string, string>
  [extra: string]: unknown
}

export class ApiError extends Error {
  constructor(
    readonly errorName: ApiErrorName,
    message: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message)
    this.name = 'ApiError'
  }

  get status(): ContentfulStatusCode {
    return errors[this.errorName].status
  }

  toBody(): ErrorBody {
    const { code, description } = errors[this.errorName]
    return { errorCode: code, errorDescription: description, errorMessage: this.message, ...this.extra }
  }
}

/** How the codes of services and actions read over HTTP. */
export const domainErrors: Record<ActionErrorCode, ApiErrorName> = {
  invalid: 'invalidArguments',
  unauthenticated: 'unauthorized',
  forbidden: 'forbidden',
  notFound: 'notFound',
  conflict: 'conflict',
  inUse: 'conflict',
  unexpected: 'internal',
}

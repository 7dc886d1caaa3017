export const UNREACHABLE = 'The server cannot be reached. Check that Patchbay is running, then try again.'

/** What went wrong with a call to the API: `code` is for programs, `message` says what to do next. */
export class ApiError extends Error {
  constructor(
    /** `signedOut`, `forbidden`, `notFound`, `invalid`, `conflict`, `unreachable`, `timeout`, or the API's own code. */
    readonly code: string,
    message: string,
    /** The HTTP status; 0 when there was no answer. */
    readonly status: number,
    readonly fields: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

export interface FetchJsonOptions {
  /** Default: GET, or POST when there is a body. */
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  body?: unknown
  /** Query parameters; empty, null and undefined ones are left out. */
  query?: Readonly<Record<string, string | number | boolean | null | undefined>>
  signal?: AbortSignal
  /** Default: 30. */
  timeoutSeconds?: number
}

const DEFAULT_TIMEOUT_SECONDS = 30

/**
 * Calls a JSON route of the API plane with the operator's session.
 * @throws ApiError for every failure but an abort by the caller's own signal, which stays an `AbortError`
 */
export async function fetchJson<T>(path: string, options: FetchJsonOptions = {}): Promise<T> {
  const timeout = AbortSignal.timeout((options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000)
  let response: Response
  let text: string
  try {
    response = await fetch(withQuery(path, options.query), {
      method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
      headers: {
        accept: 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    })
    text = await response.text()
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw timeout.aborted ? tooSlow(options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) : unreachable()
  }
  const body = parseJson(text)
  if (!response.ok) throw toApiError(response.status, body)
  if (body === undefined && text !== '') throw toApiError(response.status, undefined)
  return body as T
}

/** `/v1/console/projects/<projectId>/…` with every segment encoded. */
export function projectPath(projectId: string, ...segments: readonly string[]): string {
  return ['/v1/console/projects', ...[projectId, ...segments].map(encodeURIComponent)].join('/')
}

/** The path with its query; empty, null and undefined parameters are left out. */
export function withQuery(path: string, query: FetchJsonOptions['query'] = {}): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(key, String(value))
  }
  const text = parameters.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Any thrown value as something that can be shown. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  return new ApiError('unexpected', 'Something went wrong in this page. Reload it and try again.', 0)
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'signedOut'
}

/** An error answer of the API as an ApiError; copes with answers that are not the API's own. */
export function toApiError(status: number, body: unknown): ApiError {
  const fields = isRecord(body) && isRecord(body.fields) ? toTexts(body.fields) : {}
  const message = isRecord(body) ? (readText(body.errorMessage) ?? readText(body.errorDescription)) : undefined
  const errorCode = isRecord(body) ? readText(body.errorCode) : undefined
  if (status === 401) return new ApiError('signedOut', SIGNED_OUT, status)
  const known = STATUS_TEXTS[status]
  const code = known?.code ?? errorCode ?? 'unexpected'
  return new ApiError(code, message ?? known?.message ?? `${UNEXPECTED} (HTTP ${status})`, status, fields)
}

const SIGNED_OUT = 'Your session has ended. Sign in again in another tab, then try again here: your work stays.'
const UNEXPECTED = 'The server could not answer. Try again; if it happens again, look at its log.'

const STATUS_TEXTS: Readonly<Record<number, { code: string; message: string }>> = {
  400: { code: 'invalid', message: 'The server could not read this request. Check what you entered.' },
  403: { code: 'forbidden', message: 'Your role does not allow this. Ask an admin of the project for another role.' },
  404: { code: 'notFound', message: 'This does not exist any more. Go back to the list and choose again.' },
  409: { code: 'conflict', message: 'Someone else changed this in the meantime. Reload and try again.' },
  413: { code: 'tooLarge', message: 'This is too large to send. Make it smaller and try again.' },
  429: { code: 'tooMany', message: 'Too many requests. Wait a minute and try again.' },
}

function unreachable(): ApiError {
  return new ApiError('unreachable', UNREACHABLE, 0)
}

function tooSlow(seconds: number): ApiError {
  return new ApiError('timeout', `No answer within ${seconds} seconds. Try again.`, 0)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function toTexts(value: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
  )
}

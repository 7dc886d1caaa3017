import { toAuthority } from '@/lib/authority'
import { EgressError } from '@/lib/egress/errors'
import type { Json } from '@/lib/language/json'
import { createMasker, type Masker } from '@/lib/language/masking'
import type { ClientCall, ClientOutcome, OpenConnector } from './client'
import type { CallFailure } from './errors'
import { DEFAULT_TIMEOUT_SECONDS } from './fields'
import type { CallTimings, ConnectorCall, ConnectorRecord } from './types'

interface ServerConfig {
  timeoutSeconds: number | null
}

/** A call of a server that is no web server, and how it is made. */
export interface ServerCall<Call extends ConnectorCall> {
  connector: OpenConnector<ServerConfig>
  /** What the connector signs in with; empty for none. It is masked wherever it appears. */
  password: string
  place: { host: string; port: number }
  input: ClientCall<Call>
  /** Makes the call. @returns what lies under the context key */
  work: (call: CallUnderWay) => Promise<Json>
  toFailure: (error: unknown) => CallFailure
}

/** What a call under way writes down; also when it fails. */
export interface CallUnderWay {
  /** Ends the work after its time, and when its caller goes. */
  signal: AbortSignal
  /** Of the whole call. */
  timeoutMs: number
  /** When the call began, as `performance.now()` tells it. */
  started: number
  masker: Masker
  record: ConnectorRecord
  timings: CallTimings
  /** A placeholder that has no value. */
  onMissing: (source: string) => void
  /** Once for a code. */
  warn: (warning: ConnectorRecord['warnings'][number]) => void
  /** Set before something is sent that the server could carry out. */
  sent: boolean
}

/** Makes a call of a server and tells what came of it. Never throws: whatever fails is an outcome. */
export async function runServerCall<Call extends ConnectorCall>(given: ServerCall<Call>): Promise<ClientOutcome> {
  const { connector, password, input, toFailure } = given
  const { id, name, type } = connector
  const secrets = [...(password === '' ? [] : [password]), ...input.scopeSecrets]
  const masker = createMasker(secrets)
  const missing = new Set<string>()
  const warnings: ConnectorRecord['warnings'] = []
  const timings: CallTimings = { dns: 0, connect: 0, tls: 0, wait: 0, download: 0, total: 0 }
  const record: ConnectorRecord = { connector: { id, name, type }, action: input.call.action, warnings, timings }
  const seconds = input.call.timeoutSeconds ?? connector.config.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS
  const call: Omit<CallUnderWay, 'signal'> = {
    timeoutMs: seconds * 1000,
    started: performance.now(),
    masker,
    record,
    timings,
    onMissing: (source) => void missing.add(source),
    warn: (warning) => {
      if (!warnings.some(({ code }) => code === warning.code)) warnings.push(warning)
    },
    sent: false,
  }
  const outcome = (event: ClientOutcome['event'], value: Json): ClientOutcome => {
    timings.total = performance.now() - call.started
    for (const part of timingParts) timings[part] = rounded(timings[part])
    const deadline = call.started + call.timeoutMs
    return { ok: event === null, event, value, record, missing: [...missing], secrets, unsent: !call.sent, deadline }
  }
  try {
    return outcome(null, await within(given, seconds, (signal) => given.work(Object.assign(call, { signal }))))
  } catch (error) {
    const { code, message, hint } = toFailure(error)
    const told = masker.maskText(message)
    record.error = { code, message: told, hint: masker.maskText(hint) }
    return outcome('connectorExecution', { error: { code, message: told } })
  }
}

/** For a connection whose certificate nobody has checked, once it is there. */
export const trustsAny = {
  code: 'insecure',
  message: 'The TLS certificate was not checked: whoever stands between could read and change everything.',
}

async function within<Call extends ConnectorCall>(
  { place: { host, port }, input }: ServerCall<Call>,
  seconds: number,
  work: (signal: AbortSignal) => Promise<Json>,
): Promise<Json> {
  const ended = new AbortController()
  const facts = { host, authority: toAuthority(host, port), seconds }
  const timer = setTimeout(() => ended.abort(new EgressError('timeout', facts)), seconds * 1000)
  const cancelled = () => ended.abort(new EgressError('aborted'))
  if (input.signal?.aborted) cancelled()
  input.signal?.addEventListener('abort', cancelled)
  try {
    return await work(ended.signal)
  } catch (error) {
    // What stopped it is the cause; what broke after that only follows.
    throw ended.signal.reason instanceof EgressError ? ended.signal.reason : error
  } finally {
    clearTimeout(timer)
    input.signal?.removeEventListener('abort', cancelled)
  }
}

const timingParts = ['dns', 'connect', 'tls', 'wait', 'download', 'total'] as const

function rounded(ms: number): number {
  return Math.round(Math.max(ms, 0) * 100) / 100
}

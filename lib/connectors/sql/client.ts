import { EgressError } from '@/lib/egress/errors'
import type { Json, JsonObject } from '@/lib/language/json'
import { createMasker, type Masker } from '@/lib/language/masking'
import type { SqlCall } from '@/lib/language/outcome'
import { resolveJson } from '@/lib/language/template'
import { EXECUTE_QUERY, queryError } from '@/lib/steps/connector/types/sql'
import { exposeSecret } from '@/lib/vault/open'
import type { ClientCall, ConnectorClient, OpenConnector, PreparedConnector } from '../client'
import { ConnectorError } from '../errors'
import { recordBody } from '../record-body'
import type { CallTimings, ConnectorOutcome, ConnectorRecord } from '../types'
import { toSqlFailure } from './failure'
import { connectMySql } from './mysql/session'
import { SessionPool } from './pool'
import { connectPostgres } from './postgres/session'
import { type SqlConfig, sqlEngineLabels, sqlPort } from './schema'
import type { ConnectSql, SqlLogin, SqlResult, SqlSession } from './session'

const DEFAULT_TIMEOUT_SECONDS = 10
const MAX_CONNECTIONS = 10
const IDLE_MS = 30_000
/** What a database may send before the statement: a few hundred bytes are usual. */
const BEGIN_BYTES = 1_000_000
/** The database's own limit comes a little later, so that one clock decides. */
const SERVER_SLACK_MS = 250

const engines: Readonly<Record<SqlConfig['engine'], ConnectSql>> = {
  postgresql: connectPostgres,
  mysql: connectMySql,
}

/** The SQL connector. */
export const sqlClient: ConnectorClient<SqlConfig, SqlCall> = {
  takes: (call) => 'sql' in call,
  prepare(connector): PreparedConnector<SqlCall> {
    const { config, secrets } = connector
    const password = secrets.get('password')
    const login: SqlLogin = {
      host: config.host,
      port: sqlPort(config),
      database: config.database,
      username: config.username,
      password: password ? exposeSecret(password) : '',
      tls: config.tls,
    }
    const connect = engines[config.engine]
    const pool = new SessionPool({ connect: (signal) => connect(login, signal), max: MAX_CONNECTIONS, idleMs: IDLE_MS })
    return {
      // The database keeps it so.
      safe: config.readOnly ? [EXECUTE_QUERY] : [],
      call: (input) => new Statement(connector, login, pool, input).run(),
      close: () => pool.close(),
    }
  },
}

/** One statement under way, with what is recorded of it. */
class Statement {
  readonly #missing = new Set<string>()
  readonly #warnings: ConnectorRecord['warnings'] = []
  readonly #record: ConnectorRecord
  readonly #secrets: readonly string[]
  readonly #masker: Masker
  readonly #started = performance.now()
  /** The statement was sent, or may have been. */
  #begun = false
  #timings: CallTimings = { dns: 0, connect: 0, tls: 0, wait: 0, download: 0, total: 0 }

  constructor(
    readonly connector: OpenConnector<SqlConfig>,
    readonly login: SqlLogin,
    readonly pool: SessionPool,
    readonly input: ClientCall<SqlCall>,
  ) {
    const { id, name, type } = connector
    this.#record = { connector: { id, name, type }, action: input.call.action, warnings: this.#warnings }
    this.#secrets = [...(login.password === '' ? [] : [login.password]), ...input.scopeSecrets]
    this.#masker = createMasker(this.#secrets)
  }

  async run(): Promise<ConnectorOutcome> {
    try {
      const result = await this.#execute()
      this.#warnings.push(...result.warnings)
      return this.#settle(result)
    } catch (error) {
      return this.#fail(error)
    } finally {
      this.#timings.total = rounded(performance.now() - this.#started)
      this.#record.timings = this.#timings
    }
  }

  async #execute(): Promise<SqlResult> {
    const { config } = this.connector
    const { call, scope } = this.input
    const parameters = call.sql.parameters.map((value) =>
      resolveJson(value, scope, (source) => void this.#missing.add(source)),
    )
    this.#record.sql = {
      engine: sqlEngineLabels[config.engine],
      server: `${this.login.host}:${this.login.port}/${this.login.database}`,
      statement: this.#masker.maskText(call.sql.query),
      parameters: parameters.map((value) => this.#masker.mask(value)),
      readOnly: config.readOnly,
    }
    if (config.tls === 'insecure') this.#warnings.push(trustsAny)
    const problem = call.sql.query.trim() === '' ? 'It is empty.' : queryError(call.sql.query)
    if (problem) throw new ConnectorError('sqlQuery', problem)
    if (parameters.some(holdsNul)) throw new ConnectorError('sqlNul')
    const timeoutMs = (call.timeoutSeconds ?? config.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000
    return this.#within(timeoutMs, (signal) => this.#send(parameters, timeoutMs, signal))
  }

  /** Ends the work after its time, when the caller goes, and when more comes than may. */
  async #within(timeoutMs: number, work: (signal: AbortSignal) => Promise<SqlResult>): Promise<SqlResult> {
    const { host, port } = this.login
    const ended = new AbortController()
    const stop = (error: EgressError) => ended.abort(error)
    const facts = { host, authority: `${host}:${port}`, seconds: timeoutMs / 1000 }
    const timer = setTimeout(() => stop(new EgressError('timeout', facts)), timeoutMs)
    const cancelled = () => stop(new EgressError('aborted'))
    if (this.input.signal?.aborted) cancelled()
    this.input.signal?.addEventListener('abort', cancelled)
    try {
      return await work(ended.signal)
    } catch (error) {
      // What stopped it is the cause; what broke after that only follows.
      throw ended.signal.reason instanceof EgressError ? ended.signal.reason : error
    } finally {
      clearTimeout(timer)
      this.input.signal?.removeEventListener('abort', cancelled)
    }
  }

  async #send(parameters: Json[], timeoutMs: number, signal: AbortSignal): Promise<SqlResult> {
    const { readOnly, rowLimit, maxResponseBytes } = this.connector.config
    const left = () => Math.max(timeoutMs - (performance.now() - this.#started), 1)
    let sent = performance.now()
    const begin = async (session: SqlSession) => {
      const watch = limitBytes(session, BEGIN_BYTES)
      try {
        await session.begin({ readOnly, rowLimit, timeoutMs: left() + SERVER_SLACK_MS })
      } catch (error) {
        throw watch.exceeded ? new EgressError('tooLarge', { bytes: BEGIN_BYTES }) : error
      } finally {
        watch.end()
      }
      sent = performance.now()
    }
    try {
      return await this.pool.use(signal, begin, async (session, isNew) => {
        // A kept connection was made for an earlier call.
        if (isNew) this.#connected(session)
        this.#begun = true
        const watch = limitBytes(session, maxResponseBytes)
        try {
          return await session.run({ query: this.input.call.sql.query, parameters, rowLimit })
        } catch (error) {
          throw watch.exceeded ? new EgressError('tooLarge', { bytes: maxResponseBytes }) : error
        } finally {
          watch.end()
        }
      })
    } finally {
      this.#timings.wait = rounded(performance.now() - sent)
    }
  }

  #connected({ timings: { dns, connect, login } }: SqlSession): void {
    this.#timings = { ...this.#timings, dns: rounded(dns), connect: rounded(connect + login) }
  }

  #settle({ rows, rowCount, truncated }: SqlResult): ConnectorOutcome {
    const { sql } = this.#record
    if (sql) Object.assign(sql, { rowCount, truncated, result: recordBody(JSON.stringify(rows), this.#masker) })
    const value: JsonObject = { rows, rowCount, ...(truncated ? { truncated } : {}) }
    return this.#outcome(null, value)
  }

  #fail(error: unknown): ConnectorOutcome {
    const failure = toSqlFailure(error, this.login, this.input.call.sql.query)
    const message = this.#masker.maskText(failure.message)
    this.#record.error = { code: failure.code, message, hint: this.#masker.maskText(failure.hint) }
    return this.#outcome('connectorExecution', { error: { code: failure.code, message } })
  }

  #outcome(event: ConnectorOutcome['event'], value: Json): ConnectorOutcome {
    return {
      ok: event === null,
      event,
      value,
      record: this.#record,
      missing: [...this.#missing],
      secrets: this.#secrets,
      unsent: !this.#begun,
    }
  }
}

const trustsAny = {
  code: 'insecure',
  message: 'The TLS certificate was not checked: whoever stands between could read and change everything.',
}

const CHECK_MS = 50

/** Ends a session that sends more than it may; whatever the protocol does with it, the bytes are counted as they come. */
function limitBytes(session: SqlSession, maxBytes: number): { exceeded: boolean; end: () => void } {
  const before = session.received
  const watch = { exceeded: false, end: () => clearInterval(timer) }
  const timer = setInterval(() => {
    if (session.received - before <= maxBytes) return
    watch.exceeded = true
    void session.cancel().catch(() => {})
    session.destroy()
  }, CHECK_MS)
  return watch
}

function holdsNul(value: Json): boolean {
  if (typeof value === 'string') return value.includes('\u0000')
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, item]) => key.includes('\u0000') || holdsNul(item))
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100
}

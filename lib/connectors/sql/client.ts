import { toAuthority } from '@/lib/authority'
import type { Json } from '@/lib/language/json'
import type { SqlCall } from '@/lib/language/outcome'
import { resolveJson } from '@/lib/language/template'
import { EXECUTE_QUERY, queryError } from '@/lib/steps/connector/types/sql'
import { exposeSecret } from '@/lib/vault/open'
import type { ClientCall, ConnectorClient, PreparedConnector } from '../client'
import { ConnectorError } from '../errors'
import { recordBody } from '../record-body'
import { type CallUnderWay, runServerCall, trustsAny } from '../server-call'
import { tooComplex } from '../too-complex'
import { toSqlFailure } from './failure'
import { connectMySql } from './mysql/session'
import { SessionPool } from './pool'
import { connectPostgres } from './postgres/session'
import { readOnlyProblem } from './read-only'
import { type SqlConfig, sqlEngineLabels, sqlPort } from './schema'
import type { ConnectSql, SqlLogin, SqlResult, SqlSession } from './session'
import { SERVICE_BYTES, withinBytes } from './within-bytes'

const MAX_CONNECTIONS = 10
const IDLE_MS = 30_000
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
    const pool = new SessionPool({ max: MAX_CONNECTIONS, idleMs: IDLE_MS })
    return {
      // Only queries are sent, and the database keeps them to reading.
      safe: config.readOnly ? [EXECUTE_QUERY] : [],
      call: (input) =>
        runServerCall({
          connector,
          password: login.password,
          place: login,
          input,
          work: (call) => execute({ config, login, pool }, input, call),
          toFailure: (error) => toSqlFailure(error, login, input.call.sql.query),
        }),
      close: () => pool.close(),
    }
  },
}

interface Database {
  config: SqlConfig
  login: SqlLogin
  pool: SessionPool
}

/** Runs the statement and writes down what was sent and what came. */
async function execute(
  database: Database,
  { call: { sql }, scope }: ClientCall<SqlCall>,
  call: CallUnderWay,
): Promise<Json> {
  const { config, login } = database
  const { masker } = call
  const parameters = sql.parameters.map((value) => resolveJson(value, scope, call.onMissing))
  const record: NonNullable<CallUnderWay['record']['sql']> = {
    engine: sqlEngineLabels[config.engine],
    server: `${toAuthority(login.host, login.port)}/${login.database}`,
    statement: masker.maskText(sql.query),
    parameters: parameters.map((value) => masker.mask(value)),
    readOnly: config.readOnly,
  }
  call.record.sql = record
  const problem = sql.query.trim() === '' ? 'It is empty.' : queryError(sql.query)
  if (problem) throw new ConnectorError('sqlQuery', problem)
  const writes = config.readOnly ? readOnlyProblem(sql.query, config.engine) : null
  if (writes) throw new ConnectorError('sqlReadOnly', writes)
  if (parameters.some(holdsNul)) throw new ConnectorError('sqlNul')
  const { rows, rowCount, truncated, warnings } = await send(database, sql.query, parameters, call)
  for (const warning of warnings) call.warn(warning)
  const text = JSON.stringify(rows)
  Object.assign(record, { rowCount, truncated, result: recordBody(text, masker) })
  const refused = tooComplex(text)
  if (refused) throw refused
  return { rows, rowCount, ...(truncated ? { truncated } : {}) }
}

async function send(
  { config, login, pool }: Database,
  query: string,
  parameters: Json[],
  call: CallUnderWay,
): Promise<SqlResult> {
  const { readOnly, rowLimit, maxResponseBytes, tls } = config
  const left = () => Math.max(call.timeoutMs - (performance.now() - call.started), 1)
  const onTls = () => {
    if (tls === 'insecure') call.warn(trustsAny)
  }
  let sent = performance.now()
  const opening = {
    connect: (signal: AbortSignal) => engines[config.engine](login, signal, onTls),
    begin: async (session: SqlSession) => {
      const settings = { readOnly, rowLimit, timeoutMs: left() + SERVER_SLACK_MS }
      await withinBytes(session, SERVICE_BYTES, () => session.begin(settings))
      sent = performance.now()
    },
  }
  try {
    return await pool.use(call.signal, opening, (session, isNew) => {
      if (isNew) recordConnection(session, call)
      // A kept connection was made for an earlier call, in the same way.
      else onTls()
      call.sent = true
      return withinBytes(session, maxResponseBytes, () => session.run({ query, parameters, rowLimit }))
    })
  } finally {
    call.timings.wait = performance.now() - sent
  }
}

function recordConnection({ timings: { dns, connect, tls, login } }: SqlSession, { timings }: CallUnderWay): void {
  Object.assign(timings, { dns, connect: connect + login, tls })
}

function holdsNul(value: Json): boolean {
  if (typeof value === 'string') return value.includes('\u0000')
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, item]) => key.includes('\u0000') || holdsNul(item))
}

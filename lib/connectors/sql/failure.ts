import { toAuthority } from '@/lib/authority'
import { EgressError } from '@/lib/egress/errors'
import { socketError } from '@/lib/egress/socket'
import { TooLargeError } from '@/lib/language/size'
import { type CallFailure, ConnectorError, onTheWay } from '../errors'

/** Where a statement was sent, for the words of its failure. */
export interface SqlPlace {
  host: string
  port: number
  database: string
  username: string
}

/**
 * Why a statement did not succeed, in words: the cause that the database, the connection or the guard gives.
 * @param query to show where in it the database stopped
 */
export function toSqlFailure(error: unknown, place: SqlPlace, query: string): CallFailure {
  if (error instanceof ConnectorError) return error
  if (error instanceof TooLargeError) return new ConnectorError('valuesTooLarge', error.message)
  if (error instanceof EgressError) return onTheWay(error)
  const known = postgresFailure(error, place, query) ?? mySqlFailure(error, place)
  if (known) return known
  const text = error instanceof Error ? error.message : ''
  if (/does not support S?SL|server does not support secure/i.test(text))
    return new ConnectorError('sqlNoTls', place.host)
  if (/COPY cannot/.test(text)) return new ConnectorError('sqlFailed', text)
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const lost = /terminated|Connection lost|closed|ended/i.test(text) && !hasCode(cause)
  const failure = lost
    ? new EgressError('connectionReset', { host: place.host, authority: toAuthority(place.host, place.port) })
    : socketError(cause, place.host, place.port)
  return onTheWay(failure)
}

function postgresFailure(error: unknown, place: SqlPlace, query: string): CallFailure | null {
  if (!(error instanceof Error) || !hasCode(error) || !/^[0-9A-Z]{5}$/.test(error.code) || !('severity' in error))
    return null
  const { code } = error
  if (code === '28P01' || code === '28000') return new ConnectorError('sqlLogin', place.username)
  if (code === '3D000') return new ConnectorError('sqlDatabase', place.database)
  if (code === '25006') return new ConnectorError('sqlReadOnly')
  if (code === '53300' || code === '57P03') return new ConnectorError('sqlBusy')
  if (code === '57014') return new ConnectorError('sqlCancelled')
  if (code === '42601' && /multiple commands/.test(error.message)) return new ConnectorError('sqlMultiple')
  const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : ''
  const at = 'position' in error ? placeIn(query, Number(error.position)) : ''
  const kind = code === '42601' ? 'sqlSyntax' : 'sqlFailed'
  return withDetail(new ConnectorError(kind, `${error.message}${at}. (${code})`), detail)
}

/**
 * A flow may show the message to whoever uses it, and what a database says in detail names values of rows: another
 * person's address that exists already, for one. It is told beside the hint, which only the record has.
 */
function withDetail(failure: ConnectorError, detail: string): CallFailure {
  const { code, message, hint } = failure
  return { code, message, hint: detail === '' ? hint : `${detail} ${hint}` }
}

function mySqlFailure(error: unknown, place: SqlPlace): CallFailure | null {
  if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number' || !('sqlState' in error))
    return null
  const { errno } = error
  if (errno === 1045 || errno === 1698) return new ConnectorError('sqlLogin', place.username)
  if (errno === 1049 || errno === 1044) return new ConnectorError('sqlDatabase', place.database)
  if (errno === 1792 || errno === 1290) return new ConnectorError('sqlReadOnly')
  if (errno === 1040 || errno === 1203) return new ConnectorError('sqlBusy')
  if (errno === 1969 || errno === 3024 || errno === 1317) return new ConnectorError('sqlCancelled')
  if (errno === 1064 || errno === 1295) {
    // A second statement is where a single one has ended.
    return new ConnectorError('sqlSyntax', `${error.message} (${errno}). One step runs one statement`)
  }
  if (errno === DUPLICATE) {
    const plain = error.message.replace(/^Duplicate entry '.*' for key/s, 'Duplicate entry for key')
    return withDetail(new ConnectorError('sqlFailed', `${plain} (${errno})`), `${error.message}.`)
  }
  return new ConnectorError('sqlFailed', `${error.message} (${errno})`)
}

const DUPLICATE = 1062

/** ` at line 2, column 5`. @param position from 1, in characters */
function placeIn(query: string, position: number): string {
  if (!Number.isInteger(position) || position < 1) return ''
  const before = [...query]
    .slice(0, position - 1)
    .join('')
    .split('\n')
  return ` at line ${before.length}, column ${[...(before.at(-1) ?? '')].length + 1}`
}

function hasCode(error: unknown): error is { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
}

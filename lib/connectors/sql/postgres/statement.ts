import type { Connection, Submittable } from 'pg'
import type { Json } from '@/lib/language/json'
import { RowCollector } from '../rows'
import type { SqlResult, SqlStatement } from '../session'
import { needsType, readPgValue, writePgParameter } from './values'

interface RowDescription {
  fields: { name: string; dataTypeID: number }[]
}

/**
 * One statement by PostgreSQL's extended protocol, which takes a single statement and parameters beside it, and reads at
 * most as many rows as it is told (protocol section 54.2.3). pg's own query has no such limit. pg calls the handlers.
 */
export class PgStatement implements Submittable {
  readonly done: Promise<SqlResult>
  #settle: { done: (result: SqlResult) => void; fail: (error: unknown) => void } | undefined
  readonly #collector: RowCollector
  #types: number[] = []
  #affected: number | null = null
  #error: unknown = null
  #synced = false
  /** Left behind, the listener would bind this statement's values to a later one of the session. */
  #forgetTypes: () => void = () => {}

  constructor(readonly statement: SqlStatement) {
    this.#collector = new RowCollector(statement.rowLimit)
    this.done = new Promise((done, fail) => {
      this.#settle = { done, fail }
    })
  }

  submit(connection: Connection): void {
    const { query, parameters } = this.statement
    connection.parse({ name: '', text: query, types: [] }, true)
    if (!parameters.some(needsType)) {
      this.#execute(connection, [], true)
      return
    }
    // An array is written one way for an array and another one for JSON, so the database is asked what it expects.
    const onTypes = ({ dataTypeIDs }: { dataTypeIDs: number[] }) => {
      this.#forgetTypes()
      this.#execute(connection, dataTypeIDs, false)
    }
    connection.on('parameterDescription', onTypes)
    this.#forgetTypes = () => connection.off('parameterDescription', onTypes)
    connection.describe({ type: 'S', name: '' }, true)
    connection.flush()
  }

  #execute(connection: Connection, types: readonly number[], describe: boolean): void {
    const values = this.statement.parameters.map((value: Json, at) => writePgParameter(value, types[at]))
    connection.bind({ portal: '', statement: '', values }, true)
    if (describe) connection.describe({ type: 'P', name: '' }, true)
    // One more than wanted tells whether there are more.
    connection.stream.write(executeMessage(this.statement.rowLimit + 1))
    this.#sync(connection)
  }

  #sync(connection: Connection): void {
    if (this.#synced) return
    this.#synced = true
    connection.sync()
  }

  handleRowDescription({ fields }: RowDescription): void {
    this.#types = fields.map(({ dataTypeID }) => dataTypeID)
    this.#collector.describe(fields.map(({ name }) => name))
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.#collector.add((column) => readPgValue(this.#types[column] ?? 0, fields[column] ?? null))
  }

  handlePortalSuspended(): void {
    this.#collector.truncated = true
  }

  handleCommandComplete({ text }: { text: string }): void {
    const count = /(\d+)$/.exec(text)?.[1]
    this.#affected = count === undefined ? null : Number(count)
  }

  handleEmptyQuery(): void {}

  // pg calls nothing after this; it takes the next statement when the server is ready again, so a Sync must be out.
  handleError(error: unknown, connection: Connection): void {
    this.#forgetTypes()
    this.#sync(connection)
    this.#settle?.fail(this.#error ?? error)
  }

  handleReadyForQuery(): void {
    this.#forgetTypes()
    const { rows, truncated, warnings } = this.#collector
    const reads = this.#types.length > 0
    const rowCount = reads ? rows.length : (this.#affected ?? 0)
    if (this.#error === null) this.#settle?.done({ rows, rowCount, truncated, warnings })
    else this.#settle?.fail(this.#error)
  }

  // COPY moves data beside the protocol of statements. What the database sends is left; what it waits for, it is refused.
  handleCopyInResponse(connection: Connection): void {
    // A Sync that came in the midst of COPY counts for nothing.
    this.#synced = false
    this.#error ??= new Error(NO_COPY)
    connection.stream.write(copyFail)
  }

  handleCopyData(): void {
    this.#error ??= new Error(NO_COPY)
  }
}

const NO_COPY = 'COPY cannot be used here: select or insert the rows instead'

/** CopyFail: the letter f, the length, a reason. */
const copyFail = Buffer.from([0x66, 0, 0, 0, 7, 0x6e, 0x6f, 0])

/** Execute of the unnamed portal: the letter E, the length, an empty name, the number of rows. */
function executeMessage(rows: number): Buffer {
  const message = Buffer.alloc(10)
  message.write('E', 0, 'latin1')
  message.writeUInt32BE(9, 1)
  message.writeUInt32BE(rows, 6)
  return message
}

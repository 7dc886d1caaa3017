import { z } from 'zod'
import { DEFAULT_MAX_RESPONSE_BYTES } from '@/lib/connectors/fields'
import { sqlDefinition } from '@/lib/connectors/sql/definition'
import { type SqlDefinition, type SqlInput, sqlInputSchema } from '@/lib/connectors/sql/schema'

const BYTES_PER_KB = 1024

/** The form of a SQL connector. The password is null as long as the stored one stays. */
export interface SqlValues {
  name: string
  description: string
  engine: SqlInput['engine']
  host: string
  port: number | null
  database: string
  username: string
  password: string | null
  tls: SqlInput['tls']
  readOnly: boolean
  rowLimit: number | null
  timeoutSeconds: number | null
  maxResponseKb: number | null
}

/** The form's schema: the connector's own, whose messages land at the same fields. */
export const sqlValuesSchema = z.custom<SqlValues>().superRefine((values, context) => {
  for (const { path, message } of sqlInputSchema.safeParse(toSqlInput(values)).error?.issues ?? []) {
    const [head = 'root'] = path
    const isSize = head === 'maxResponseBytes'
    context.addIssue({
      code: 'custom',
      path: [isSize ? 'maxResponseKb' : head],
      message: isSize ? 'Use 1 to 102,400 KB.' : message,
    })
  }
})

/** What the form shows of a stored connector; without one, of a new one. */
export function toSqlValues(definition: SqlDefinition | null): SqlValues {
  const { engine, host, port, database, username, tls, readOnly, rowLimit, timeoutSeconds, maxResponseBytes } =
    definition ?? blank
  return {
    name: definition?.name ?? '',
    description: definition?.description ?? '',
    ...{ engine, host, port, database, username, tls, readOnly, rowLimit, timeoutSeconds },
    password: definition ? null : '',
    maxResponseKb: maxResponseBytes / BYTES_PER_KB,
  }
}

/** What is sent: a stored password left out, an emptied one taken away. */
export function toSqlInput({
  password,
  rowLimit,
  maxResponseKb,
  ...values
}: SqlValues): z.input<typeof sqlInputSchema> {
  return {
    type: 'sql',
    ...values,
    rowLimit: rowLimit ?? 0,
    maxResponseBytes: Math.round((maxResponseKb ?? 0) * BYTES_PER_KB),
    password: password === '' ? null : (password ?? undefined),
  }
}

/** Whether a save would change what flows read or where they ask. */
export function movesSqlFlows(before: SqlDefinition, values: SqlValues): boolean {
  return (['engine', 'host', 'port', 'database', 'username'] as const).some((key) => before[key] !== values[key])
}

/** Whether a stored password would go to another server. */
export function movesSqlServer(
  before: SqlDefinition | null,
  typed: Pick<SqlValues, 'engine' | 'host' | 'port' | 'tls'>,
): boolean {
  if (!before) return false
  const after = { ...before, ...typed, host: typed.host.trim() }
  return sqlDefinition.destination(before, 'password') !== sqlDefinition.destination(after, 'password')
}

const blank: Omit<SqlDefinition, 'type' | 'name' | 'description'> = {
  engine: 'postgresql',
  host: '',
  port: null,
  database: '',
  username: '',
  tls: 'verify',
  readOnly: true,
  rowLimit: 1_000,
  timeoutSeconds: null,
  maxResponseBytes: DEFAULT_MAX_RESPONSE_BYTES,
}

import { z } from 'zod'
import { connectorDescription, connectorName, maxResponseBytes, timeoutSeconds } from '../fields'
import { serverHost, serverPort, tlsMode } from '../server-fields'

export const sqlEngines = ['postgresql', 'mysql'] as const
export type SqlEngine = (typeof sqlEngines)[number]

export const sqlEngineLabels: Record<SqlEngine, string> = {
  postgresql: 'PostgreSQL',
  mysql: 'MySQL or MariaDB',
}

export const defaultSqlPorts: Record<SqlEngine, number> = { postgresql: 5432, mysql: 3306 }

export const MAX_SQL_ROWS = 10_000

// Left out: the stored one stays. Null: it is removed. A view of a connector never has one.
const password = z.string().max(16_000, 'Use at most 16,000 characters.')

/** The settings of a SQL connector that are no secret, under the names of its file form. */
const sqlSettings = {
  engine: z.enum(sqlEngines, 'Choose one of: postgresql, mysql.').default('postgresql'),
  host: serverHost,
  /** Null: the engine's own. */
  port: serverPort.nullable().default(null),
  database: z.string().trim().min(1, 'Enter the name of the database.').max(128, 'Use at most 128 characters.'),
  username: z.string().min(1, 'Enter the user name.').max(128, 'Use at most 128 characters.'),
  tls: tlsMode(['off', 'verify', 'insecure']).default('verify'),
  /** Only queries are sent, in a read-only transaction. */
  readOnly: z.boolean().default(true),
  rowLimit: z
    .number('Enter a number of rows.')
    .int('Use whole rows.')
    .min(1, 'Use at least 1 row.')
    .max(MAX_SQL_ROWS, 'Use at most 10,000 rows.')
    .default(1_000),
  timeoutSeconds,
  maxResponseBytes,
}

/** What is stored in the connector's config column. */
export const sqlConfigSchema = z.strictObject(sqlSettings)
export type SqlConfig = z.output<typeof sqlConfigSchema>

const sqlHead = { type: z.literal('sql'), name: connectorName, description: connectorDescription }

/** A connector as a browser may see it: the file form without secrets. */
export const sqlDefinitionSchema = z.strictObject({ ...sqlHead, ...sqlSettings })
export type SqlDefinition = z.output<typeof sqlDefinitionSchema>

/** What a form or a file gives: the file form, with its write-only secret. */
export const sqlInputSchema = z.strictObject({ ...sqlHead, ...sqlSettings, password: password.nullish() })
export type SqlInput = z.output<typeof sqlInputSchema>

export function sqlPort({ engine, port }: Pick<SqlConfig, 'engine' | 'port'>): number {
  return port ?? defaultSqlPorts[engine]
}

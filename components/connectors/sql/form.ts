import type { ConnectorDefinition } from '@/lib/connectors/schemas'
import type { ConnectorForm } from '../connector-form'
import { SqlFields } from './sql-fields'
import { initialSqlTest, listSqlPaths, SqlTestFields, type SqlTestInputs, sqlTestSchema, toSqlCall } from './sql-test'
import { movesSqlFlows, type SqlValues, sqlValuesSchema, toSqlInput, toSqlValues } from './sql-values'

/** The form of a SQL connector. */
export const sqlForm: ConnectorForm<SqlValues, SqlTestInputs> = {
  schema: sqlValuesSchema,
  toValues: (definition) => toSqlValues(asSql(definition)),
  toInput: toSqlInput,
  movesFlows: (before, values) => {
    const sql = asSql(before)
    return sql !== null && movesSqlFlows(sql, values)
  },
  fieldNames: { maxResponseBytes: 'maxResponseKb' },
  Fields: SqlFields,
  test: {
    description: 'Connects to the database and runs a query through the same code that flows use.',
    initial: initialSqlTest,
    schema: sqlTestSchema,
    toCall: toSqlCall,
    usePaths: (_form, inputs) => listSqlPaths(inputs),
    Fields: SqlTestFields,
  },
}

function asSql(definition: ConnectorDefinition | null) {
  return definition?.type === 'sql' ? definition : null
}

import { toAuthority } from '@/lib/authority'
import { sqlStepType } from '@/lib/steps/connector/types/sql'
import type { ConnectorTypeDefinition } from '../definition'
import { type SqlConfig, type SqlInput, sqlConfigSchema, sqlInputSchema, sqlPort } from './schema'

export const sqlDefinition: ConnectorTypeDefinition<SqlConfig, SqlInput> = {
  label: 'SQL',
  description: 'Asks a PostgreSQL, MySQL or MariaDB database, with bound parameters only.',
  actions: sqlStepType.actions,
  targetLabel: 'Database',
  inputSchema: sqlInputSchema,
  configSchema: sqlConfigSchema,
  target: (config) => `${config.engine}://${toAuthority(config.host, sqlPort(config))}/${config.database}`,
  searchedKeys: ['host', 'database'],
  authentication: () => 'User name and password',
  insecure: ({ tls }) => tls === 'insecure',
  answerForm: () => 'body',
  // A server may trust where a connection comes from, or ask for no password.
  secretFields: () => ({}),
  optionalSecretFields: () => ['password'],
  // Without verified TLS whoever stands on the way could ask for the password: weakening it counts as another place.
  destination: (config) => `${config.engine} ${config.host.toLowerCase()} ${sqlPort(config)} ${config.tls}`,
  split: ({ type: _, name, description, password, ...config }) => ({
    name,
    description,
    config,
    secrets: { password },
  }),
}

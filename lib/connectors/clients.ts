import type { z } from 'zod'
import type { ConnectorClient, OpenConnector, PreparedConnector } from './client'
import { ConnectorError } from './errors'
import { httpClient } from './http/client'
import { type ConnectorType, connectorTypes } from './schemas'
import { smtpClient } from './smtp/client'
import { sqlClient } from './sql/client'
import type { ConnectorCall } from './types'

/** A stored connector made ready to be called. @throws ConnectorError connectorBroken */
type Prepare = (stored: OpenConnector<unknown>) => PreparedConnector

/** The registry of connector clients; API plane only, because they call out. */
export const connectorClients: { readonly [K in ConnectorType]: Prepare } = {
  http: prepareBy(connectorTypes.http, httpClient),
  sql: prepareBy(connectorTypes.sql, sqlClient),
  smtp: prepareBy(connectorTypes.smtp, smtpClient),
}

// Here a config meets the client of its own type; outside nobody has to know which it is.
function prepareBy<Config, Call extends ConnectorCall>(
  { configSchema }: { configSchema: z.ZodType<Config> },
  client: ConnectorClient<Config, Call>,
): Prepare {
  return (stored) => {
    const config = configSchema.safeParse(stored.config)
    if (!config.success) {
      throw new ConnectorError('connectorBroken', config.error.issues[0]?.path.join('.') ?? 'they are not valid')
    }
    const prepared = client.prepare({ ...stored, config: config.data })
    const { targetOf } = prepared
    return {
      safe: prepared.safe ?? [],
      repeats: prepared.repeats ?? [],
      reads: prepared.reads ?? [],
      call: ({ call, ...input }) => {
        if (!client.takes(call)) throw new ConnectorError('actionUnknown', call.action.slice(0, 40))
        return prepared.call({ ...input, call })
      },
      ...(targetOf ? { targetOf: (call: ConnectorCall) => (client.takes(call) ? targetOf(call) : '') } : {}),
      close: () => prepared.close?.(),
    }
  }
}

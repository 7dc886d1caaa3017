import type { ConnectorClient } from './client'
import { httpClient } from './http/client'
import type { ConnectorType, ConnectorTypes } from './schemas'

/** The registry of connector clients; API plane only, because they call out. */
export const connectorClients = { http: httpClient } satisfies {
  [K in ConnectorType]: ConnectorClient<ConnectorTypes[K]['config']>
}

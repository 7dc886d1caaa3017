import { Hono } from 'hono'
import { createAuditRoutes } from './audit'
import { createConnectionRoutes } from './connections'
import { createConnectorRoutes } from './connectors'
import { createExecutionRoutes } from './executions'
import { createFlowRoutes } from './flows'
import { createIdentityRoutes } from './identity'
import { createOutboundTokenRoutes } from './outbound-tokens'
import { createScriptRoutes } from './scripts'

/** What the console's pages call, below /v1/console/projects/:projectId: with the operator's session, never with a key. */
export function createConsoleRoutes(): Hono {
  return new Hono()
    .route('/', createFlowRoutes())
    .route('/', createScriptRoutes())
    .route('/', createConnectorRoutes())
    .route('/', createConnectionRoutes())
    .route('/', createExecutionRoutes())
    .route('/', createIdentityRoutes())
    .route('/', createOutboundTokenRoutes())
    .route('/', createAuditRoutes())
}

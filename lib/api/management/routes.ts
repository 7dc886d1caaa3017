import { OpenAPIHono } from '@hono/zod-openapi'
import { requireManagementKey } from '../authenticate'
import { addAccessKeyRoutes } from './access-keys'
import { addAttributeRoutes } from './attributes'
import { addAuditRoutes } from './audit'
import { addFlowRun } from './flow-run'
import { addFlowRoutes } from './flows'
import { addOutboundAppRoutes } from './outbound-apps'
import { addOutboundConnect } from './outbound-connect'
import { addOutboundTokenRoutes } from './outbound-tokens'
import { addOutboundUploadRoutes } from './outbound-uploads'
import { refuseOtherMethods } from './route'
import { addSignInRoutes } from './sign-in'
import { addTenantRoutes } from './tenants'
import { addUserRoutes } from './users'

/** What a management key may do, below /v1/mgmt. */
export function createManagementRoutes(): OpenAPIHono {
  const app = new OpenAPIHono()
  addFlowRun(app)
  addFlowRoutes(app)
  addUserRoutes(app)
  addAttributeRoutes(app)
  addTenantRoutes(app)
  addAuditRoutes(app)
  addSignInRoutes(app)
  addAccessKeyRoutes(app)
  addOutboundAppRoutes(app)
  addOutboundConnect(app)
  addOutboundTokenRoutes(app)
  addOutboundUploadRoutes(app)
  // Every SDK asks this once before its first call and waits for it.
  app.get('/license', async (context) => {
    await requireManagementKey(context)
    return context.json({ rateLimitTier: 'tier4' })
  })
  refuseOtherMethods(app)
  return app
}

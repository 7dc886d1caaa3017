import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { searchAuditEvents } from '@/lib/audit/queries'
import { type FoundAuditEvent, severities } from '@/lib/audit/types'
import { absent, idSchema, inputSchema } from '../schemas'
import { addRoute } from './route'

const LARGEST_PAGE = 1_000
const DEFAULT_PAGE = 100
const FURTHEST_PAGE = 10_000

const list = absent(z.array(z.string().max(300)).max(1_000)).transform((given) => given ?? [])
const moment = absent(z.coerce.number()).transform((ms) => {
  const date = new Date(ms ?? Number.NaN)
  // SDKs send 0 for what was not given.
  return ms && !Number.isNaN(date.getTime()) ? date : null
})

const searchSchema = z
  .looseObject({
    userIds: list,
    actions: list,
    excludedActions: list,
    remoteAddresses: list,
    externalIds: list,
    tenants: list,
    noTenants: absent(z.boolean()).transform((given) => given ?? false),
    text: absent(z.string().max(200)).transform((given) => given ?? ''),
    from: moment,
    to: moment,
    size: absent(z.coerce.number().int().min(0).max(LARGEST_PAGE)).transform((given) => given || DEFAULT_PAGE),
    page: absent(z.coerce.number().int().min(0).max(FURTHEST_PAGE)).transform((given) => given ?? 0),
  })
  .openapi('AuditSearch')

const eventSchema = z
  .looseObject({
    userId: absent(z.string().max(100)),
    action: idSchema('Give the action, for example order.placed.', 200),
    type: absent(z.enum(severities, 'Give one of info, warn, error.')),
    actorId: absent(z.string().max(200)),
    tenantId: absent(z.string().max(100)),
    data: absent(inputSchema),
  })
  .openapi('AuditEventInput')

const recordSchema = z
  .object({
    projectId: z.string(),
    userId: z.string(),
    action: z.string(),
    type: z.string(),
    actorId: z.string(),
    occurred: z.string().openapi({ description: 'Milliseconds since 1970, as text.' }),
    device: z.string(),
    method: z.string(),
    geo: z.string(),
    remoteAddress: z.string(),
    externalIds: z.array(z.string()),
    tenants: z.array(z.string()),
    data: inputSchema,
  })
  .openapi('AuditRecord')

/** The audit log for programs. */
export function addAuditRoutes(app: OpenAPIHono): void {
  addRoute(app, {
    method: 'post',
    path: '/audit/search',
    summary: 'Search the audit log',
    description: 'Newest first, page by page. What is left out does not narrow.',
    request: searchSchema,
    reply: z.object({ audits: z.array(recordSchema), total: z.number() }),
    answer: 'The matching lines.',
    async run({ projectId, given }) {
      const { events, total } = await searchAuditEvents(projectId, given)
      return { audits: events.map((event) => toRecord(projectId, event)), total }
    },
  })
  addRoute(app, {
    method: 'post',
    path: '/audit/event',
    summary: 'Write an event of your application',
    description: 'The line names the management key; actorId is kept in its data.',
    request: eventSchema,
    reply: z.object({}),
    answer: 'It is written.',
    async run({ given: { userId, action, type, actorId, tenantId, data }, audit }) {
      await audit({
        action,
        severity: type ?? 'info',
        ...(userId ? { userId } : {}),
        ...(tenantId ? { tenantId } : {}),
        data: { ...data, ...(actorId ? { actorId } : {}) },
      })
      return {}
    },
  })
}

function toRecord(projectId: string, event: FoundAuditEvent): z.output<typeof recordSchema> {
  const { actorId, ...data } = event.data
  return {
    projectId,
    userId: event.userId ?? '',
    action: event.action,
    type: event.severity,
    actorId: typeof actorId === 'string' ? actorId : event.actor.id,
    occurred: String(Date.parse(event.at)),
    device: '',
    method: '',
    geo: '',
    remoteAddress: event.actor.ipAddress,
    externalIds: event.loginIds,
    tenants: event.tenantId ? [event.tenantId] : [],
    data,
  }
}

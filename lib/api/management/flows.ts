import { OpenAPIHono, z } from '@hono/zod-openapi'
import { isDescopeExport } from '@/lib/flow/descope/read-descope'
import type { ImportReport } from '@/lib/flow/descope/types'
import { publishFlow } from '@/lib/flow-catalog/publish/service'
import { exportFlow, findAuditedFlow, getFlow, listFlowMetadata } from '@/lib/flow-catalog/queries'
import { deleteFlow, importFlow } from '@/lib/flow-catalog/service'
import { snapshotHash } from '@/lib/flow-catalog/snapshots'
import { DomainError } from '@/lib/result'
import { absent, idSchema, inputSchema } from '../schemas'
import { addRoute, type ManagementCall, refuseOtherMethods } from './route'

const flowId = idSchema('Give the flow\u2019s id as text.')
const metadata = { id: z.string(), name: z.string(), description: z.string(), disabled: z.boolean() }
const flowSchema = z
  .object({
    ...metadata,
    dsl: inputSchema.openapi({ description: 'The flow file, in the format patchbay/flow@1.' }),
    etag: z.string(),
  })
  .openapi('Flow')
const screens = z.array(inputSchema)
const exported = z.object({ flow: flowSchema, screens })
const report = z
  .object({
    notes: z.array(z.string()),
    entries: z.array(
      z.object({
        stepId: z.string(),
        name: z.string(),
        was: z.string(),
        mapping: z.enum(['mapped', 'partly', 'placeholder']),
        notes: z.array(z.string()),
      }),
    ),
  })
  .openapi({ description: 'Of an export of Descope: what became of each of its steps.' })
  .optional()
/** Clients of the second version pass one opaque object on. */
const exportedWhole = z.object({ flow: flowSchema.extend({ flowId: z.string(), screens }) })

const importOptions = {
  publish: absent(z.boolean()).openapi({ description: 'Makes the draft a version, live at once.' }),
  note: absent(z.string().trim().max(500, 'Use at most 500 characters.')),
}
const importSchema = z.looseObject({
  flowId: absent(flowId),
  flow: z.looseObject({}, 'Give the flow as export answered it.'),
  screens: absent(z.array(z.unknown())),
  ...importOptions,
})

const IMPORT_NOTE =
  'Takes `flow.dsl` as export gives it, or an export of Descope, which is converted with a report. Replaces the draft of the flow with this id, or makes a new one; whether it is disabled stays as it is. Nothing is live before it is published, here with `publish` or in the console.'

/** Flows as files, below /v1/mgmt. */
export function addFlowRoutes(app: OpenAPIHono): void {
  addRoute(app, {
    method: 'post',
    path: '/flow/list',
    summary: 'List flows',
    description: 'By name, at most 10,000.',
    request: z.looseObject({}),
    reply: z.object({ flows: z.array(z.object(metadata)), total: z.number() }),
    answer: 'The flows, and how many there are.',
    run: ({ projectId }) => listFlowMetadata(projectId),
  })
  addRoute(app, {
    method: 'post',
    path: '/flow/export',
    summary: 'Export a flow',
    description: 'Its draft as a flow file in `dsl`, with connectors by name. The screens are in it.',
    request: z.looseObject({ flowId }),
    reply: exported,
    answer: 'The flow.',
    run: async ({ projectId, given }) => ({ flow: await readFlow(projectId, given.flowId), screens: [] }),
  })
  addRoute(app, {
    method: 'post',
    path: '/flow/import',
    summary: 'Import a flow',
    description: IMPORT_NOTE,
    request: importSchema,
    reply: exported.extend({ report }),
    answer: 'The flow as it became.',
    run: async (call) => {
      const { id, ...rest } = await importOne(call)
      return { flow: await readFlow(call.projectId, id), screens: [], ...rest }
    },
  })
  addRoute(app, {
    method: 'post',
    path: '/flow/delete',
    summary: 'Delete flows',
    description: 'With their versions; what still runs is cancelled. Ids that no flow has are passed over.',
    request: z.looseObject({ ids: z.array(flowId, 'Give the ids of the flows.').max(1_000) }),
    reply: z.object({}),
    answer: 'Nothing.',
    run: async ({ projectId, given, audit }) => {
      for (const id of new Set(given.ids)) {
        const before = await findAuditedFlow(projectId, id)
        if (!before) continue
        const { cancelled } = await deleteFlow(projectId, id)
        await audit({ action: 'flow.delete', targetId: id, before, data: { cancelledExecutions: cancelled } })
      }
      return {}
    },
  })
}

/** The same where the flow is one opaque object, below /v2/mgmt. */
export function createWholeFlowRoutes(): OpenAPIHono {
  const app = new OpenAPIHono()
  const read = async (projectId: string, id: string) => ({
    flow: { ...(await readFlow(projectId, id)), flowId: id, screens: [] },
  })
  addRoute(app, {
    method: 'post',
    path: '/flow/export',
    summary: 'Export a flow as one object',
    request: z.looseObject({ flowId }),
    reply: exportedWhole,
    answer: 'The flow.',
    run: ({ projectId, given }) => read(projectId, given.flowId),
  })
  addRoute(app, {
    method: 'post',
    path: '/flow/import',
    summary: 'Import a flow from one object',
    description: IMPORT_NOTE,
    request: importSchema,
    reply: exportedWhole.extend({ report }),
    answer: 'The flow as it became.',
    run: async (call) => {
      const { id, ...rest } = await importOne(call)
      return { ...(await read(call.projectId, id)), ...rest }
    },
  })
  refuseOtherMethods(app)
  return app
}

async function readFlow(projectId: string, id: string): Promise<z.input<typeof flowSchema>> {
  const [{ draft, name, description, disabled }, file] = await Promise.all([
    getFlow(projectId, id),
    exportFlow(projectId, id),
  ])
  return { id, name, description, disabled, dsl: toJsonObject(file), etag: snapshotHash(draft) }
}

/** Replaces the flow or makes it; tells the audit log. */
async function importOne(
  call: ManagementCall<z.output<typeof importSchema>>,
): Promise<{ id: string; report?: ImportReport }> {
  const { projectId, keyId, given, audit } = call
  const { flow } = given
  const dsl = Object(flow.dsl)
  const id = [given.flowId, flow.flowId, flow.id, dsl.id].find((one) => typeof one === 'string' && one !== '')
  if (typeof id !== 'string')
    throw new DomainError('invalid', 'Give the flow\u2019s id as flowId.', { flowId: 'Give the flow\u2019s id.' })
  const before = await findAuditedFlow(projectId, id)
  const foreign = { flow, screens: given.screens }
  const file = dsl.format === undefined && isDescopeExport(foreign) ? foreign : dsl
  const names = { id, ...texts({ name: flow.name, description: flow.description }) }
  const { revision, report } = await importFlow(projectId, { file, ...(before ? { flowId: id } : {}) }, keyId, names)
  await audit({ action: 'flow.import', targetId: id, data: { replaced: before !== null, converted: report !== null } })
  if (given.publish) {
    const { number } = await publishFlow(projectId, { flowId: id, revision, note: given.note ?? '' }, keyId)
    await audit({ action: 'flow.publish', targetId: id, data: { number } })
  }
  return { id, ...(report ? { report } : {}) }
}

/** What was given as text: the metadata beside the file is what a client edits. */
function texts(given: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => (typeof value === 'string' && value !== '' ? [[key, value]] : [])),
  )
}

function toJsonObject(file: object): z.input<typeof inputSchema> {
  return inputSchema.parse(JSON.parse(JSON.stringify(file)))
}

import { Hono } from 'hono'
import { z } from 'zod'
import { listFlows } from '@/lib/flow-catalog/queries'
import { subflowUses } from '@/lib/flow-catalog/subflows/queries'
import { submitStep } from '@/lib/runner/next'
import { startExecution } from '@/lib/runner/start'
import { requireConsole } from '../authenticate'
import { toOutboundChoice } from '../outbound-choice'
import { clientAddress, readBody, readQuery } from '../request'
import { absent, idSchema, inputSchema, outboundChoiceShape } from '../schemas'
import { loadRunAs } from './run-as'

const pageSchema = z.object({ search: z.string().max(200).optional(), cursor: z.string().max(200).optional() })

const startSchema = z.object({
  executionId: z.string().regex(/^[a-z0-9]{20}$/, 'Make an id of 20 lower-case letters and digits.'),
  flowId: idSchema('Give the flow\u2019s id.'),
  version: z.union([z.literal('draft'), z.literal('live'), z.number().int().positive()]).default('draft'),
  inputs: absent(
    z.object({
      client: absent(inputSchema),
      form: absent(inputSchema),
      user: absent(idSchema('Give the user\u2019s id or login id.', 320).or(z.literal(''))),
      tenant: absent(idSchema('Give the tenant\u2019s id.').or(z.literal(''))),
      ...outboundChoiceShape,
    }),
  ),
})

const nextSchema = z.object({
  executionId: idSchema('Give the execution\u2019s id.'),
  stepId: idSchema('Give the stepId from the last reply.', 120),
  interactionId: idSchema('Give the id of the pressed button.'),
  input: inputSchema,
})

/** The list of flows, and the runner: the same start and next as everyone's, but a draft may be run and every step is told. */
export function createFlowRoutes(): Hono {
  const app = new Hono()
  app.get('/flows', async (context) => {
    const { projectId } = await requireConsole(context, 'flows.read')
    return context.json(await listFlows(projectId, readQuery(context, pageSchema)))
  })
  app.get('/flows/:flowId/used-in', async (context) => {
    const { projectId } = await requireConsole(context, 'flows.read')
    return context.json(await subflowUses(projectId, context.req.param('flowId')))
  })
  app.post('/flow/start', async (context) => {
    const { operator, projectId } = await requireConsole(context, 'flows.run')
    const { executionId, flowId, version, inputs } = readBody(context, startSchema)
    const { loaded, signedIn } = await loadRunAs(projectId, inputs?.user ?? '', inputs?.tenant ?? '')
    const reply = await startExecution({
      projectId,
      flowId,
      version,
      executionId,
      trigger: 'console',
      startedById: operator.id,
      client: inputs?.client ?? {},
      form: inputs?.form ?? {},
      ipAddress: clientAddress(context),
      watched: true,
      loaded,
      signedIn,
      outbound: toOutboundChoice(inputs ?? {}),
    })
    return context.json(reply)
  })
  app.post('/flow/next', async (context) => {
    const { projectId } = await requireConsole(context, 'flows.run')
    return context.json(await submitStep({ projectId, ...readBody(context, nextSchema), watched: true }))
  })
  return app
}

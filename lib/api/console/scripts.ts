import { Hono } from 'hono'
import { z } from 'zod'
import { runScript } from '@/lib/scripts/pool'
import { LONGEST_CODE } from '@/lib/steps/scriptlet/schema'
import { requireConsole } from '../authenticate'
import { readBody } from '../request'
import { inputSchema } from '../schemas'

const testSchema = z.object({
  code: z.string().max(LONGEST_CODE, 'Use at most 50,000 characters.'),
  args: inputSchema.default({}),
  form: inputSchema.default({}),
})

/** The test of a scriptlet: the sandbox that flows use, with the values of the request. */
export function createScriptRoutes(): Hono {
  const app = new Hono()
  app.post('/scripts/test', async (context) => {
    await requireConsole(context, 'flows.run')
    return context.json(await runScript(readBody(context, testSchema), context.req.raw.signal))
  })
  return app
}

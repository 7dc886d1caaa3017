import customerPlan from '@/examples/customer-plan.json'
import lookUpACustomer from '@/examples/look-up-a-customer.json'
import notifyAboutACustomer from '@/examples/notify-about-a-customer.json'
import profileToAccount from '@/examples/profile-to-account.json'
import signInWithAPassword from '@/examples/sign-in-with-a-password.json'
import whenAThirdPartyFails from '@/examples/when-a-third-party-fails.json'
import { sampleConnectorsAt } from '@/lib/connectors/samples/service'
import { importConnectors } from '@/lib/connectors/transfer/service'
import { deleteProject } from '@/lib/console/project-deletion'
import { createProject, updateProjectSettings } from '@/lib/console/projects'
import { db, pool } from '@/lib/db'
import { env } from '@/lib/env'
import { publishFlow } from '@/lib/flow-catalog/publish/service'
import { importFlow } from '@/lib/flow-catalog/service'
import { createApp } from '@/lib/outbound/apps/service'
import { sampleConnection } from './connection'

const SAMPLE_NAME = 'Sample project'
// Any number that nobody else locks: of two first starts at once one makes the project.
const SEED_LOCK = 7_242_010
const FLOWS = [
  lookUpACustomer,
  customerPlan,
  notifyAboutACustomer,
  profileToAccount,
  signInWithAPassword,
  whenAThirdPartyFails,
]

/**
 * Makes the sample project: a connection, the connectors and flows of `examples/`, through the services that take a user's. One that
 * is there already is left as it is.
 * @param options.sandboxUrl where the sandbox answers; by default on SANDBOX_PORT of this machine
 */
export async function seedSampleProject(options: { sandboxUrl?: string } = {}): Promise<{ projectId: string }> {
  const sandboxUrl = options.sandboxUrl ?? `http://127.0.0.1:${env().SANDBOX_PORT}`
  const client = await pool().connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [SEED_LOCK])
    const found = await db().project.findFirst({ where: { name: SAMPLE_NAME, deletedAt: null }, select: { id: true } })
    return { projectId: found?.id ?? (await makeProject(sandboxUrl)) }
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [SEED_LOCK]).finally(() => client.release())
  }
}

async function makeProject(sandboxUrl: string): Promise<string> {
  const { id: projectId } = await createProject(SAMPLE_NAME)
  try {
    await allowSampleApplication(projectId, sandboxUrl)
    await importConnectors({ projectId, operatorId: null, document: sampleConnectorsAt(sandboxUrl) })
    await createApp({ projectId, operatorId: null, app: sampleConnection(sandboxUrl) })
    for (const file of FLOWS) {
      const { id: flowId, revision } = await importFlow(projectId, { file }, null)
      await publishFlow(projectId, { flowId, revision, note: 'The sample as it comes with Patchbay' }, null)
    }
    return projectId
  } catch (error) {
    // A half-made one would never be completed: the next start finds a project and leaves it.
    await deleteProject(projectId, SAMPLE_NAME)
    throw error
  }
}

/** The sandbox's application shows hosted flows; people type both names of loopback. */
async function allowSampleApplication(projectId: string, sandboxUrl: string): Promise<void> {
  const { port } = new URL(sandboxUrl)
  const allowedOrigins = [`http://localhost:${port}`, `http://127.0.0.1:${port}`]
  const redirectUrls = allowedOrigins.map((origin) => `${origin}/app/callback`)
  await updateProjectSettings(projectId, { allowedOrigins, redirectUrls })
}
